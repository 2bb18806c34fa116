/* SPDX-License-Identifier: BSL-1.0 */
#ifndef FFIGUARD_H
#define FFIGUARD_H

/* The C side of ffiguard: what crosses the boundary between a C++ shim and Go or Java.
 *
 * Plain C11 for a cgo preamble, for jextract and for C++: fixed-width types, no inline function, no
 * function-like macro, no bit-field, no variadic function; nothing larger than 16 bytes is passed
 * by value. The functions at the end are real symbols: a shim defines them by including
 * <ffiguard/exports.hpp> in one of its source files.
 *
 * By convention, a class x of a shim has these functions (FFIGUARD_EXPORT_CLASS of core/call.hpp
 * makes them):
 *
 *     ffiguard_status x_new(..., ffiguard_token *made, ffiguard_error *err);
 *     ffiguard_status x_release(ffiguard_token object, ffiguard_error *err);
 *     ffiguard_status x_state(ffiguard_token object);
 *     uint64_t x_live_count(void);    objects that are not released yet
 *
 * x_state() returns FFIGUARD_OK for an open object, FFIGUARD_IN_USE for one that is closed but not
 * yet released, and FFIGUARD_CLOSED or FFIGUARD_STALE once it is released. Use it to wait for the
 * release.
 *
 * A release_queue x holds objects whose release may block or call the other side back. It has
 * (FFIGUARD_EXPORT_QUEUE makes them):
 *
 *     uint64_t x_queued(void);               objects that wait
 *     uint64_t x_drain(uint64_t at_most);    releases the oldest at_most; returns how many
 *
 * Do not call x_drain() where a release must not run: in a Cleaner, or in a cgo call marked
 * nocallback. The packages of the languages call it on a goroutine or thread of their own.
 *
 * An event_queue x holds plain structs until they are read. It has (FFIGUARD_EXPORT_EVENTS makes
 * them):
 *
 *     ffiguard_status x_drain(x_event *into, uint64_t room, uint64_t *count, uint64_t *lost);
 *     int32_t x_wait(int32_t milliseconds);    1: drain; 0: the time has passed; -1 waits without limit
 *     void x_wake(void);                       ends a wait
 *     int32_t x_descriptor(void);              the caller's own, to be polled and closed; -1: none
 *     void x_close(void);                      no event comes in after that
 *     uint64_t x_event_size(void);
 *     uint64_t x_queued(void);                 events that wait
 *
 * x_drain() does not wait. *count is how many events it has moved, the oldest first; *lost is how
 * many found no room and were not reported before. Returns FFIGUARD_CLOSED after the last event,
 * and FFIGUARD_IN_USE while another thread drains. After a call that has moved nothing, the
 * descriptor becomes readable when there is an event.
 */

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The formats of ffiguard_observe_lines(). */
enum { FFIGUARD_LINES_FOLDED = 0, FFIGUARD_LINES_JSON = 1 };

/** 10000 * major + 100 * minor + patch of this header. The package of a language compares it with
 * that of the header that it was made for, and with ffiguard_version(). */
enum { FFIGUARD_HEADER_VERSION = 100 };

/** What happened. 0 is success; the numbers never change their meaning. */
typedef int32_t ffiguard_status;

/** The values of ffiguard_status. */
enum {
    FFIGUARD_OK = 0,
    FFIGUARD_NULL = 1,              /* a null pointer or the token 0 */
    FFIGUARD_MALFORMED = 2,         /* a token that this table never gave out; invalid text, or text
                                     * with a NUL inside: detail is that byte, from 1 */
    FFIGUARD_STALE = 3,             /* closed long ago; its slot holds another resource now */
    FFIGUARD_WRONG_TABLE = 4,       /* a token of another table (another library, another run) */
    FFIGUARD_WRONG_TYPE = 5,        /* a token of a table for another type */
    FFIGUARD_CLOSED = 6,            /* already closed */
    FFIGUARD_IN_USE = 7,            /* somebody is using it; nothing has changed */
    FFIGUARD_WRONG_THREAD = 8,      /* bound to another thread; nothing was touched */
    FFIGUARD_OVERFLOW = 9,          /* a size, count or address that does not fit */
    FFIGUARD_OUT_OF_MEMORY = 10,
    FFIGUARD_INVALID_ARGUMENT = 11,
    FFIGUARD_NOT_FOUND = 12,        /* no such file, library, symbol, class or method */
    FFIGUARD_UNSUPPORTED = 13,      /* this platform or version cannot do it */
    FFIGUARD_SYSTEM = 14,           /* the system refused; detail is errno (or GetLastError) */
    FFIGUARD_FOREIGN = 15,          /* the foreign library refused; detail is what it returned */
    FFIGUARD_CXX_EXCEPTION = 16,    /* a C++ exception was caught at the boundary */
    FFIGUARD_JAVA_EXCEPTION = 17    /* a Java exception is pending or was caught */
};

/** Stands for a resource on the C++ side. A number, never a pointer: a function that gets a stale,
 * forged or twice-closed token returns a status. 0 is never a valid token.
 *
 *     bits 63..48  47..40  39..22       21..0
 *     [ table   ]  [type]  [generation] [index]
 */
typedef uint64_t ffiguard_token;

/** The callee fills it, the caller owns it. So a goroutine or a virtual thread that moves to
 * another OS thread between two calls still reads its own error. 256 bytes. */
typedef struct ffiguard_error {
    ffiguard_status status; /* FFIGUARD_OK on success */
    int32_t detail;         /* errno for FFIGUARD_SYSTEM, the library's result for FFIGUARD_FOREIGN,
                             * the byte (from 1) that is NUL if text has one inside, otherwise 0 */
    char message[248];      /* UTF-8, always ends in NUL, "" on success, cut at a whole character:
                             * then ffiguard_error_text() has the whole */
} ffiguard_error;

/** Memory that is passed across the boundary, once. The receiver calls ffiguard_buffer_release(),
 * or release(&buffer) if it can call C function pointers. A released or moved-from buffer has
 * release == NULL (the rule of the Arrow C data interface). 32 bytes with 8-byte pointers. */
typedef struct ffiguard_buffer {
    void *data;                                /* may be NULL when size is 0 */
    uint64_t size;                             /* bytes */
    void (*release)(struct ffiguard_buffer *); /* any thread; sets release to NULL; NULL: not owned */
    void *context;                             /* belongs to release */
} ffiguard_buffer;

/** The same, named by a token: for a receiver that frees the bytes when this struct itself is gone,
 * as a Java arena that both belong to does. Read owner before that, and pass it once to
 * ffiguard_bytes_release(owner). 24 bytes. */
typedef struct ffiguard_bytes {
    const uint8_t *data;  /* may be NULL when size is 0 */
    uint64_t size;        /* bytes */
    ffiguard_token owner; /* 0: nothing is owned */
} ffiguard_bytes;

/** Bytes that the callee reads during the call and does not keep. 16 bytes. In C++,
 * foreign_span<const uint8_t>::from(view.data, view.size) checks them, and
 * c_string::duplicate_view(view) makes a C string of text without a NUL inside. (No const void *:
 * with it, cgo searches the memory around the bytes for Go pointers, and panics if it finds one.)
 * */
typedef struct ffiguard_view {
    const uint8_t *data; /* may be NULL when size is 0 */
    uint64_t size;       /* bytes */
} ffiguard_view;

/** A Go string and a Go slice, as cgo lays out _GoString_ and GoSlice. They are valid only during
 * the call: Go may move or free the memory afterwards. Counts are signed, because Go's are.
 *
 * A slice has 24 bytes. Pass it as three arguments. Go may pass a pointer to this struct only while
 * its data is pinned (runtime.Pinner). */
typedef struct ffiguard_go_string {
    const char *p; /* no NUL behind it, and maybe some inside */
    intptr_t n;    /* bytes */
} ffiguard_go_string;

/** A Go slice, see ffiguard_go_string. */
typedef struct ffiguard_go_slice {
    void *data;
    intptr_t len; /* elements */
    intptr_t cap; /* elements that fit */
} ffiguard_go_slice;

/** Any function: ffiguard_callback passes its own as this type. */
typedef void (*ffiguard_function)(void);
/** A function of the other side and the value that is passed to it as its first argument: a
 * cgo.Handle, or a key of a Java map; not a pointer. call has the type that the taker names, and is
 * passed as an ffiguard_function. 16 bytes. */
typedef struct ffiguard_callback {
    ffiguard_function call;
    uint64_t user; /* never 0 */
} ffiguard_callback;

/** Ends the use of the user value of a callback. The taker calls it once, from any thread. */
typedef void (*ffiguard_user_release)(uint64_t user);

/** A value in memory that several processes share: one writer, any number of readers in any
 * language. No reader ever gets half of an update (a seqlock). The cell is at a multiple of 16. The
 * value starts FFIGUARD_VERSIONED_CELL_VALUE bytes after it, and its size is rounded up to a
 * multiple of 8. Numbers are in the byte order of the machine. To read:
 *
 *     1. once: check magic, and that size is the size expected
 *     2. load version, with acquire; if odd, it is being written now: start again
 *     3. copy the value in words of 8 bytes, each loaded with acquire
 *     4. load version; if it differs from 2, the copy is a mixture: start again
 *
 * (Go: sync/atomic's LoadUint64. Java: VarHandle.getAcquire. C: atomic_load.) If a version stays
 * odd, its writer died inside an update; the next update repairs it. Only the writer writes, by
 * versioned_cell::store(). */
typedef struct ffiguard_versioned_cell {
    uint64_t version; /* even: the value is whole; odd: it is being written; +2 for each update */
    uint32_t magic;   /* FFIGUARD_VERSIONED_CELL_MAGIC; written last when a cell is made */
    uint32_t size;    /* of the value in bytes, not rounded up */
} ffiguard_versioned_cell;

/** The constants of ffiguard_versioned_cell. */
enum {
    FFIGUARD_VERSIONED_CELL_MAGIC = 0x31564346, /* "FCV1" where the low byte comes first */
    FFIGUARD_VERSIONED_CELL_VALUE = 16
};

/** The state of a thread, see ffiguard_thread_state_take(). Opaque; 2048 bytes, owns nothing. */
typedef struct ffiguard_thread_state {
    uint64_t opaque[256];
} ffiguard_thread_state;

/** Its parts; add them to combine them. */
enum {
    FFIGUARD_THREAD_SIGNAL_MASK = 1,
    FFIGUARD_THREAD_PENDING = 2, /* signals that wait for the thread or the process */
    FFIGUARD_THREAD_ALTERNATE_STACK = 4,
    FFIGUARD_THREAD_AFFINITY = 8, /* the CPUs that it may run on */
    FFIGUARD_THREAD_FLOAT = 16,   /* rounding, trapped exceptions, flushing of denormals */
    FFIGUARD_THREAD_LOCALE = 32,
    FFIGUARD_THREAD_NAME = 64,
    FFIGUARD_THREAD_NICE = 128,
    FFIGUARD_THREAD_ERRNO = 256, /* leave it out around a call that sets it on purpose */
    /* of the process: */
    FFIGUARD_THREAD_DISPOSITIONS = 512,    /* what is done on each signal: default, ignored, handler */
    FFIGUARD_THREAD_PROCESS_LOCALE = 1024, /* of setlocale() */
    FFIGUARD_THREAD_ALL = 2047
};

/** An open resource, see ffiguard_observe_held(). 128 bytes. */
typedef struct ffiguard_held {
    uint64_t value;   /* the token, or the raw handle */
    uint64_t parent;  /* the token that it is a child of, else 0 */
    uint64_t place;   /* an address in the code that took it, see ffiguard_observe_place() */
    uint64_t thread;  /* a number of the thread that took it, for this shared object */
    uint64_t age_ms;  /* since it was taken */
    uint64_t closing; /* 1 while its closer runs, else 0 */
    uint64_t bytes;   /* 0 if its type does not tell them */
    char type[72];    /* its C++ type, cut if it is longer; always ends in NUL */
} ffiguard_held;

/** The resources of one type since the process began, see ffiguard_observe_types(). 128 bytes. */
typedef struct ffiguard_type_totals {
    uint64_t opened;
    uint64_t released;
    uint64_t disowned; /* given away */
    uint64_t refused;  /* closes that were refused */
    uint64_t live;     /* open now */
    uint64_t bytes;    /* of what is open; 0 if the type does not tell them */
    char type[80];     /* as in ffiguard_held */
} ffiguard_type_totals;

/** The JNI references of one type to objects of one class, see ffiguard_observe_references(). 256 bytes. */
typedef struct ffiguard_references {
    uint64_t live;
    uint64_t lag_ms;    /* since the oldest of them was made */
    char type[48];      /* "jni::global_ref" or "jni::weak_ref" */
    char referent[192]; /* the class of the Java objects, "?" if it is not known */
} ffiguard_references;

/** What is open of one type and was opened at one place, see ffiguard_observe_snapshot(). 128 bytes. */
typedef struct ffiguard_held_place {
    uint64_t place;  /* as in ffiguard_held; 0 for what has no record */
    uint64_t live;
    uint64_t bytes;  /* 0 if the type does not tell them */
    char type[104];  /* as in ffiguard_held */
} ffiguard_held_place;

/** How long the calls of one exported function took, see ffiguard_observe_calls(). 128 bytes. */
typedef struct ffiguard_call_times {
    uint64_t count;
    uint64_t sum_ns;
    uint64_t p50_ns;  /* half of them took at most this; up to 25 % too long */
    uint64_t p99_ns;
    uint64_t p999_ns; /* 99.9 % */
    uint64_t max_ns;
    char function[80]; /* cut if it is longer; always ends in NUL */
} ffiguard_call_times;

/** The totals of all ledgers, see ffiguard_observe_totals(). 48 bytes. */
typedef struct ffiguard_ledger_totals {
    uint64_t ledgers; /* shared objects that are compiled with FFIGUARD_OBSERVE=1 */
    uint64_t opened;
    uint64_t live;
    uint64_t violations;     /* misuse that was reported */
    uint64_t dropped;        /* records that had no room */
    uint64_t stacks_dropped; /* the same for stacks */
} ffiguard_ledger_totals;

/** How much is recorded of what is open. */
enum {
    FFIGUARD_OBSERVE_OFF = 0,
    FFIGUARD_OBSERVE_COUNT = 1,  /* how many of each type */
    FFIGUARD_OBSERVE_SAMPLE = 2, /* and a record of one in 128 */
    FFIGUARD_OBSERVE_RECORD = 3, /* and a record of each */
    FFIGUARD_OBSERVE_STACK = 4   /* and the stack of the call that took it */
};

/** 10000 * major + 100 * minor + patch of the headers that the shim was built with. */
uint32_t ffiguard_version(void);

/** The memory layout of the structs of this header in the shim, as text. The other side compares it
 * with its own structs before the first call. One line for each struct with its name and size, one
 * for each member with its name, offset and size, in bytes: "ffiguard_view 16", "ffiguard_view.data
 * 0 8". Each line ends in a line feed. Never NULL, never freed. */
const char *ffiguard_layout(void);

/** "closed", "wrong table", ...; "unknown status" for any other number. Never NULL, never freed. */
const char *ffiguard_status_name(ffiguard_status status);

/** The whole text of an error whose message was cut, up to 64 KiB, without a NUL at its end. If it
 * fits in room bytes, it is written to text, once. Returns the size. Returns 0 if the message is
 * whole, if there was no memory, for an error of more than 255 cut messages ago, and for an error
 * of another shared object (use that one's own ffiguard_error_text()). Not needed for messages of
 * less than 200 bytes. Any thread. */
uint64_t ffiguard_error_text(const ffiguard_error *error, char *text, uint64_t room);

/** What is open in all shared objects of the process that are compiled with FFIGUARD_OBSERVE=1.
 * Writes the first `room` records to `into`, which may be NULL if room is 0; returns how many there
 * are. Records that come or go meanwhile may be left out. Any thread, not in a signal handler. */
uint64_t ffiguard_observe_held(ffiguard_held *into, uint64_t room);
/** The same for the totals of each type, in all shared objects together. */
uint64_t ffiguard_observe_types(ffiguard_type_totals *into, uint64_t room);
/** The same for the references to Java objects that have a record (at level record: all), by their
 * class; the oldest reference first. Returns 0 if there is no memory to sort. */
uint64_t ffiguard_observe_references(ffiguard_references *into, uint64_t room);
/** The same for all types together. Fails with FFIGUARD_NULL for NULL. */
ffiguard_status ffiguard_observe_totals(ffiguard_ledger_totals *into);
/** Sets the level of all these shared objects to FFIGUARD_OBSERVE_.... They start with the level
 * that FFIGUARD_OBSERVE_LEVEL in the environment names: off, count (the default), sample, record,
 * stack. Fails with FFIGUARD_INVALID_ARGUMENT for any other number, FFIGUARD_NOT_FOUND if there is
 * no such object, and FFIGUARD_UNSUPPORTED if the system's files are not ELF. */
ffiguard_status ffiguard_observe_level(uint32_t level);
/** Starts (1) or stops (0) timing the calls that come in to all these shared objects. They start
 * with 0, unless FFIGUARD_OBSERVE_CALLS is "on" in the environment. What was timed is kept. Fails
 * as ffiguard_observe_level() does. Any thread. */
ffiguard_status ffiguard_observe_time_calls(uint32_t on);
/** How long the timed calls of each exported function took. The rules of ffiguard_observe_held()
 * apply. */
uint64_t ffiguard_observe_calls(ffiguard_call_times *into, uint64_t room);
/** OpenMetrics text of the families that only C++ has, with their heads and without "# EOF", for a
 * caller that writes the others itself: the violations, the release queues, the references, the
 * histogram of these calls. Writes the first `room` bytes to text, without a NUL; returns how many
 * there are. text may be NULL if room is 0. */
uint64_t ffiguard_observe_metrics(char *text, uint64_t room);
/** Writes "function+0x3f (library.so+0x11f3)" for the place of a record to text, which has room for
 * `room` bytes with the NUL. The function is there only if it is exported; the number is for
 * addr2line. The text is cut if there is no room. Fails with FFIGUARD_NULL for NULL or no room. */
ffiguard_status ffiguard_observe_place(uint64_t place, char *text, uint64_t room);
/** The stack with which an open token or raw handle was taken, at level stack: return addresses of
 * the calls, from the place outwards, 32 at most, for ffiguard_observe_place(). Writes the first
 * `room` to `frames`, which may be NULL if room is 0; returns how many there are. 0: not recorded.
 * */
uint64_t ffiguard_observe_stack(uint64_t value, uint64_t *frames, uint64_t room);
/** Writes where a token or a raw handle was opened and, if it was, closed: "opened as meter at
 * x_open+0x3f (libx.so+0x11f3) by thread 4, closed at x_close+0x2a (libx.so+0x1313) by thread 7".
 * It knows those that are open and have a record, and the latest 4,096 that were released. Fails as
 * ffiguard_observe_place() does; with FFIGUARD_NOT_FOUND and the text "" if it is not known. */
ffiguard_status ffiguard_observe_history(uint64_t value, char *text, uint64_t room);
/** What is open in all these shared objects, by type and place, for a soak test. Writes the first
 * `room` rows, sorted by type and place, to `into`; *there is how many there are. Fails with
 * FFIGUARD_NULL if `there` is NULL, and with FFIGUARD_OUT_OF_MEMORY. */
ffiguard_status ffiguard_observe_snapshot(ffiguard_held_place *into, uint64_t room, uint64_t *there);
/** What grew between two snapshots: the rows of `after` that have more than in `before`, and by how
 * much. Writes the first `room` to `into`, which may be NULL if room is 0 and must not be one of
 * the two. Returns how many there are. 0: nothing was left open. */
uint64_t ffiguard_observe_difference(const ffiguard_held_place *before, uint64_t before_size,
                                     const ffiguard_held_place *after, uint64_t after_size,
                                     ffiguard_held_place *into, uint64_t room);
/** For code that is not C++ (bindings by jextract, JNA or JavaCPP, a C library): tells the ledger
 * that a resource was opened, so that it is counted, recorded and reported like the library's own.
 * type is any text; its first 95 bytes are kept, for 256 types at most (else FFIGUARD_OVERFLOW).
 * value is what tells it from others of the type: a pointer, a number. parent is the value that it
 * belongs to, or 0; bytes is its size, or 0. Its place is the caller's. Fails with FFIGUARD_NULL
 * for type NULL, and with FFIGUARD_UNSUPPORTED if the shim is compiled without FFIGUARD_OBSERVE=1.
 * Any thread. */
ffiguard_status ffiguard_observe_opened(const char *type, uint64_t value, uint64_t parent,
                                        uint64_t bytes);
/** The same for closing. Call it before the closer, after which another thread may get the same
 * value. bytes is the same as when it was opened. */
ffiguard_status ffiguard_observe_closed(const char *type, uint64_t value, uint64_t bytes);
/** For the cleanup of a Go or Java object that was never closed, before the cleanup releases the
 * token: fires the probe `abandoned`. type is any text, NULL as "". Costs a load if no tracer
 * listens. Does nothing if the shim is compiled without FFIGUARD_OBSERVE=1. Any thread. */
void ffiguard_observe_abandoned(const char *type, uint64_t value);
/** Fires the probe `held` for each resource that has a record, for a tracer that started later.
 * Returns for how many; 0 if no tracer listens. The rules of ffiguard_observe_held() apply. */
uint64_t ffiguard_observe_fire_held(void);
/** Writes a report to a file descriptor: a line for each type and place, the largest number first.
 * If write(2) fails, the rest is lost: FFIGUARD_SYSTEM, and errno is that of write(2). Fails with
 * FFIGUARD_OUT_OF_MEMORY if there is no memory to sort, and FFIGUARD_UNSUPPORTED on Windows. */
ffiguard_status ffiguard_observe_report(int32_t fd);
/** The same for other tools. FFIGUARD_LINES_FOLDED writes a folded stack for each type and place,
 * from which examples/observe/flamegraph.py draws a flame graph; FFIGUARD_LINES_JSON a JSON object
 * for each record. Fails with FFIGUARD_INVALID_ARGUMENT for any other format. */
ffiguard_status ffiguard_observe_lines(int32_t fd, uint32_t format);

/** Releases what the buffer owns, once. NULL and a released buffer are ignored. Any thread. It may
 * call back if the release function of a buffer does. */
void ffiguard_buffer_release(ffiguard_buffer *buffer);

/** Moves what a buffer owns to *out, and marks the buffer released; then its struct may be freed.
 * This shim need not be the one that filled the buffer. Fails with FFIGUARD_CLOSED for a released
 * buffer, and FFIGUARD_NULL for NULL. After any failure the buffer is unchanged, and *out owns
 * nothing. Any thread. */
ffiguard_status ffiguard_bytes_keep(ffiguard_buffer *buffer, ffiguard_bytes *out);
/** Releases bytes by their owner, in the shim that gave them. Fails with FFIGUARD_CLOSED or
 * FFIGUARD_STALE if they are released already, and FFIGUARD_NULL for 0. Any thread. It may call
 * back if the bytes' own release does. */
ffiguard_status ffiguard_bytes_release(ffiguard_token owner);

/** For tests of a shim: take a state before and after a call on one OS thread
 * (runtime.LockOSThread(), a platform thread). Their difference is what the call left behind. Any
 * thread; errno is kept. Fails with FFIGUARD_NULL for NULL, and FFIGUARD_UNSUPPORTED on Windows. */
ffiguard_status ffiguard_thread_state_take(ffiguard_thread_state *state);

/** Returns FFIGUARD_OK if none of the parts (a sum of FFIGUARD_THREAD_...) differs. Otherwise
 * returns FFIGUARD_FOREIGN: text->detail is the sum of the parts that differ, and text->message
 * says the change in words, such as "signal mask: USR1 is blocked; nice: 0 -> 5". Fails with
 * FFIGUARD_WRONG_THREAD for states of different threads, FFIGUARD_INVALID_ARGUMENT for one that was
 * never taken, and FFIGUARD_NULL for NULL. text may be NULL. errno is kept. */
ffiguard_status ffiguard_thread_state_difference(const ffiguard_thread_state *before,
                                                 const ffiguard_thread_state *after,
                                                 uint32_t parts, ffiguard_error *text);

#ifdef __cplusplus
}
#endif

#endif
