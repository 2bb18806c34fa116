# SPDX-License-Identifier: BSL-1.0
"""What is measured, domain by domain: each claim, what it is compared with, how much it may cost, and why it
costs more where it does. measure.py measures the claims, page.py shows them."""
from typing import NamedTuple, Optional


class Claim(NamedTuple):
    what: str
    against: str
    limit: Optional[float]  # of the ratio; None: compared, and nothing is promised
    why: str = ""  # the reason where ffiguard costs more than the other side


class Domain(NamedTuple):
    name: str
    title: str
    note: str
    programs: tuple  # NAME.bench.cpp; where empty, a script of measure.py
    claims: tuple


LOCKED = "the pin: two locked instructions, which a pointer that nobody checks does not have"
PENDING = "a pending exception is asked for before the call, too, as the specification demands"

DOMAINS = (
    Domain("sharing", "Sharing", "`shared_handle` has a close that all copies see; the others have none.", ("sharing",), (
        Claim("shared copy+drop", "std::shared_ptr", 0.90),
        Claim("shared copy+drop", "boost::intrusive_ptr", 1.10),
        Claim("shared pin+unpin", "copy of a std::shared_ptr", 1.00),
        Claim("weak lock+drop", "std::weak_ptr", 1.00),
        Claim("share+release", "std::shared_ptr", 1.60, "a second count, of the block: the resource goes before its block does"),
        Claim("share+release", "boost::intrusive_ptr", 2.50, "intrusive_ptr has no block, no weak handle and no close"),
    )),
    Domain("tables", "Tables of tokens", "A map by hand is a mutex, a `std::unordered_map` and a `std::shared_ptr`.", ("table", "core"), (
        Claim("table pin+unpin", "two atomic RMW", 1.15, "the floor: nothing that counts users by one word is below it"),
        Claim("table pin+unpin", "mutex+map+shared_ptr", 0.50),
        Claim("table pin+unpin, 2 threads", "mutex+map+shared_ptr", 0.125, "two threads need two free processors: with one there is no contention to avoid"),
        Claim("token found", "shared_mutex+map+shared_ptr", 0.50),
        Claim("token forged", "mutex+map+shared_ptr", 0.50),
        Claim("token stale", "mutex+map+shared_ptr", 1.00),
        Claim("token open+close", "mutex+map+shared_ptr", 1.00),
        Claim("pin of a child", "an object without a parent", 1.10),
        Claim("pin of a parent with a child", "an object without one", 1.20, "one load more: the holds of the children stand in the word"),
        Claim("pin of one user at a time", "an object for many", 1.10),
        Claim("pin of a child in turn", "a pin and a mutex", 1.10),
        Claim("pin of a rarely closed object", "an object that says nothing", 0.35),
        Claim("pin of one rarely closed object, 2 threads", "an object that says nothing", 0.20, "two threads need two free processors"),
        Claim("open, close and wait", "open and close", 1.20),
        Claim("queued release", "on the spot", None, "the queue: one exchange and one more look"),
    )),
    Domain("boundary", "Boundary and call", "By hand: `try`, `catch`, a copy of the text, `errno` 0 on success.", ("boundary", "core"), (
        Claim("boundary, success", "try and catch by hand", 1.10),
        Claim("boundary, exception", "try and catch by hand", 1.10, "the kind of the exception decides the status"),
        Claim("call, success", "a pointer without checks", None, LOCKED),
        Claim("call, failing status", "a call that succeeds", 2.00, "the text of the failure is written into the caller's error struct"),
        Claim("call, exception", "try and catch by hand, unchecked pointer", 2.50,
              "the unwinder stops twice: to end the pin, and at the catch"),
        Claim("call, error in three layers", "a status", 1.10),
    )),
    Domain("guards", "Guards of a thread's state", "Each guard restores its own change, on its own thread, and reports what it could not restore.",
           ("signal", "thread"), (
        Claim("signal mask", "two pthread_sigmask", 1.10),
        Claim("signal mask, satisfied", "one pthread_sigmask", 1.10, "a link in the thread's list of guards, beside one system call"),
        Claim("foreign call", "its eight system calls", 1.25, "what was saved is compared with what is found"),
        Claim("foreign call, float and mask", "two pthread_sigmask", 1.25, "the floating point environment is read twice, besides"),
        Claim("upcall", "its two system calls", 1.25, "a link in the thread's list of guards"),
        Claim("upcall in a batch", "two system calls", 0.10),
        Claim("float environment", "fegetenv and fesetenv", 1.25, "a link in the thread's list of guards"),
        Claim("thread name", "three prctl", 1.10),
        Claim("CPU affinity", "three system calls", 1.10, "the set has any size: it is allocated"),
        Claim("thread locale", "newlocale and uselocale", 2.00, "a link in the thread's list of guards, beside calls that make no system call"),
    )),
    Domain("events", "Events and objects on a thread of their own", "", ("event", "hosted", "memory"), (
        Claim("event, push+drain", "mutex+deque", 0.80),
        Claim("event, 2 threads", "mutex+deque", 0.60, "each cell of the ring goes from one processor to the other"),
        Claim("hosted call", "mutex and condition variable", 1.00),
        Claim("versioned cell read", "memcpy", None, "two loads of the version; a plain copy may be torn"),
        Claim("versioned cell store", "memcpy", None, "two stores of the version; a plain copy may be torn"),
        Claim("versioned cell read, 4 KiB", "memcpy", None, "word by word, as another thread may write them; a plain copy may be torn"),
        Claim("versioned cell store, 4 KiB", "memcpy", None, "word by word, as another thread may read them; a plain copy may be torn"),
    )),
    Domain("libraries", "Libraries and leases", "", ("library", "library_host"), (
        Claim("library open+close", "dlopen+dlclose+NOLOAD", 1.15, "the name is copied and the handle is counted"),
        Claim("library open+close", "boost::dll, which does not tell", None,
              "the third call of the loader, which tells whether the library is unloaded"),
        Claim("library open+close+reason", "dlopen+dlclose+NOLOAD", None, "it looks for why the library stays; ask for it where you need it"),
        Claim("call through a symbol", "raw pointer", 1.10),
        Claim("host lease by entry", "two atomic RMW", 2.50, "two counts: of the library, and of the host"),
        Claim("host lease by name", "dlopen+dlclose", 0.60),
        Claim("host lease by entry, 1,000", "1 library", 1.10),
        Claim("host lease by name, 1,000", "1 library", 1.10, "caches: the names of 1,000 libraries do not fit in the first"),
        Claim("host lease by name, 1,000", "dlopen+dlclose", 0.10),
    )),
    Domain("observation", "Observation", "What the ledger costs an owner that is taken and released (two events), where it is compiled in. "
           "Not compiled in, it is no instruction.", ("observe",), (
        Claim("observe off", "four atomic RMW", 0.25),
        Claim("observe count", "four atomic RMW", 1.50, "a count of each type and thread, and two hashes"),
        Claim("observe count, 2 threads", "four atomic RMW", 3.00, "the threads share the totals of the type"),
        Claim("observe sample", "four atomic RMW", None, "the count, and one in many of them recorded"),
        Claim("observe record", "four atomic RMW", 4.00, "each open resource is entered in a table and taken out again"),
        Claim("observe stack", "_Unwind_Backtrace", 0.50),
        Claim("timed call", "two readings of the clock", 2.00, "the two readings, and a count of each duration"),
        Claim("timed call", "not timed", None, "two readings of the clock"),
    )),
    Domain("jni", "JNI", "In an embedded JVM, with each JDK.", ("jni", "jni_call", "jni_text"), (
        Claim("JNI local reference", "raw JNI", 1.05),
        Claim("JNI shared reference copy+drop", "New+DeleteGlobalRef", 0.17),
        Claim("JNI attach in a callback", "attach+detach", 0.002),
        Claim("JNI typed call", "CallIntMethod+check", 1.05, PENDING),
        Claim("JNI typed call", "CallIntMethodA+check", 1.10, PENDING),
        Claim("JNI int field", "GetIntField", 1.30, "a look at the object for null, without which the VM crashes"),
        Claim("JNI int field set", "SetIntField", 1.30, "a look at the object for null, without which the VM crashes"),
        Claim("JNI typed static call", "CallStatic+check+Delete", 1.05, PENDING),
        Claim("new string, 16", "NewStringUTF+check", 1.10, "UTF-8 is checked and turned into UTF-16: NewStringUTF takes neither"),
        Claim("new string, 256", "NewStringUTF+check", 1.10, "UTF-8 is checked and turned into UTF-16: NewStringUTF takes neither"),
        Claim("string of a literal", "NewStringUTF", 1.10, PENDING),
        Claim("string to UTF-8, 256", "GetStringUTFChars", 0.90),
        Claim("string to UTF-8, 4096", "GetStringUTFChars", 0.90),
        Claim("UTF-16 view, 256", "GetStringChars", 1.10),
        Claim("byte[16] read", "Elements, unchecked", None, "the length and the pending exception are asked for"),
        Claim("byte[16] read", "Elements, same checks", 1.00),
        Claim("byte[4096] read", "Elements, same checks", 1.10),
        Claim("byte[16] changed", "Elements, same checks", 1.00, "the bytes are copied in by one call and back by another"),
    )),
    Domain("objects", "Objects of Java's with C++ behind them", "Beside objects by hand, with a Cleaner and an address: no token, no count.", (), tuple(
        Claim(f"{what}, JDK {jdk}", "by hand", limit, why) for jdk in (17, 25) for what, limit, why in (
            ("open and close", 1.30, "two counts, a look at whether it is closed, and the place where it was opened"),
            ("open and close by the token", 3.00, "a slot of the table is taken and given back, besides the allocation"),
            ("call by the token", 5.00, LOCKED),
            ("call", 8.00, LOCKED + "; in Java a count of those inside"),
            ("direct buffer of 256 bytes", 2.00, "a Java object with a Cleaner, and a call into C++ for the memory and one to free it"),
        ))),
    Domain("go", "Go", "`naive` is a shim with an address and no checks, with the same promises to cgo.", (), (
        Claim("empty method", "naive", 1.10, LOCKED + "; a class that is rarely closed says so"),
        Claim("empty method rarely closed", "naive", 1.10, "the pin: two loads that depend on each other and three stores to the thread's own count; errno, and a second argument"),
        Claim("empty method with error", "naive", 1.10, LOCKED + "; an error struct on the stack"),
        Claim("error on stack", "naive", 1.10, "an error struct on the stack"),
        Claim("error of call", "naive", 1.10, "an error struct from a pool"),
        Claim("write4KiB", "naive", 1.10),
        Claim("event", "naive", 1.00),
        Claim("wake up", "naive", 1.00),
        Claim("go value by number", "cgo.Handle", 1.00),
        Claim("go value kept", "cgo.Handle", 1.50, "a place is taken from a list and given back, under a lock each time"),
    )),
    Domain("sqlite_go", "SQLite from Go", "The Go package of the example, over the same library as the others.", (), tuple(
        Claim(what, against, limit, why) for what, own, why in (
            ("insert", 1.25, ""), ("point select", 1.25, LOCKED + ", for each of the four calls of a select"), ("scan", 1.25, ""),
            ("go function", 1.15, "the callback opens and restores the signal mask of a thread that Go may not interrupt"),
            ("row callback", 1.15, ""), ("write blobs", 1.00, ""), ("read blobs", 1.00, ""))
        for against, limit in (("naive", own), ("mattn", 1.00)) if (what, against) != ("row callback", "mattn") and not (against == "naive" and what.endswith("blobs")))),
    Domain("sqlite_java", "SQLite from Java", "The Java package of the example, by JNI and by FFM, and sqlite-jdbc: all over SQLite 3.42.0, compiled alike. "
           "`naive` is a JNI shim with an address and no checks.", (), tuple(
        Claim(f"{what}, {by}", against, own if against == "naive" else 1.00, why) for by in ("JNI, JDK 17", "JNI, JDK 25", "FFM, JDK 25") for what, own, why in (
            ("insert", 1.25, ""), ("select by key", 1.25, LOCKED + ", for each call of a select"), ("scan", 1.25, ""),
            ("function", 1.15, "" if by.startswith("FFM") else "a frame of local references, and the pending exception asked for, for each call back"),
            ("row callback", 1.15, "" if by.startswith("FFM") else "a frame of local references, and the pending exception asked for, for each row"))
        for against in ("naive", "jdbc") if (what, against) != ("row callback", "jdbc"))),
    Domain("fbjni", "JNI beside fbjni", "JNI with the same checks, and fbjni, in one program.", ("peers",), tuple(
        Claim(what, against, limit if against == "raw JNI" else 1.00, why) for what, limit, why in (
            ("int method", 1.05, PENDING), ("static int method", 1.05, PENDING), ("int field", 1.30, ""), ("new object", 1.25, PENDING),
            ("new string, 16", 1.10, ""), ("new string, 256", 1.10, ""), ("new string, 24 mixed", 1.25, ""), ("new string, 264 mixed", 1.25, ""),
            ("read string, 16", 1.00, ""), ("read string, 256", 1.00, ""), ("read string, 4096", 1.00, ""), ("read string, 24 mixed", 1.00, ""),
            ("read string, 264 mixed", 1.00, ""), ("byte[16]", 1.20, ""), ("byte[4096]", 1.20, ""), ("global reference", 1.15, ""),
            ("local reference", 1.15, ""), ("Java exception caught", 1.30, ""), ("C++ exception thrown", 1.30, ""))
        for against in ("raw JNI", "fbjni"))),
    Domain("jni_bind", "JNI beside jni-bind", "JNI with the same checks, and jni-bind, which checks nothing, in one program by clang.", ("jni_bind_peers",), tuple(
        Claim(what, against, 1.25, "jni-bind makes neither of the two checks for an exception" if against == "jni-bind" else "")
        for what in ("int method", "static int method", "int field", "new object") for against in ("raw JNI", "jni-bind"))),
)
