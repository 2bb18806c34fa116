/* SPDX-License-Identifier: BSL-1.0 */
#ifndef ZPRESS_H
#define ZPRESS_H

/* gzip compression for Go and Java: the C ABI of the example shim.
 *
 * Bytes are const uint8_t *: behind a const void * cgo would look for Go pointers.
 * Every function answers with a status, leaves errno 0 on success, and fills err (which may be
 * NULL) with the reason of a failure. Any thread may call with any number in place of a token. */

#include <stddef.h>

#include <ffiguard/ffiguard.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Opens a stream. level: 1 (fast) to 9 (small). FFIGUARD_NOT_FOUND where the system has no zlib. */
ffiguard_status zpress_open(int32_t level, ffiguard_token *stream, ffiguard_error *err);

/* Compresses size bytes. What zlib has ready is put into *out (maybe 0 bytes); the caller owns it
 * and calls ffiguard_buffer_release(). On failure *out owns nothing. */
ffiguard_status zpress_write(ffiguard_token stream, const uint8_t *data, size_t size,
                             ffiguard_buffer *out, ffiguard_error *err);

/* Ends the gzip data: *out is the rest of it. The stream takes no more data, and is still open. */
ffiguard_status zpress_finish(ffiguard_token stream, ffiguard_buffer *out, ffiguard_error *err);

/* Releases the stream; FFIGUARD_OK for exactly one caller. A write that is running on another
 * thread finishes first, and the stream is released when it leaves. Callable from a finalizer. */
ffiguard_status zpress_close(ffiguard_token stream, ffiguard_error *err);

/* How far a stream is: an event for each piece of at most 64 KB that zlib has ready, also in the middle of a
 * zpress_write() on another thread. The oldest give way. zpress_progress_drain() and the descriptor are
 * those of an event_queue, see ffiguard.h; when the stream is released the descriptor becomes readable. */
typedef struct zpress_progress {
    uint64_t taken; /* bytes that zlib has taken in since the stream was opened */
    uint64_t given; /* bytes that it has given */
} zpress_progress;
ffiguard_status zpress_progress_drain(ffiguard_token stream, zpress_progress *into, uint64_t room,
                                      uint64_t *count, uint64_t *lost, ffiguard_error *err);
/* *descriptor belongs to the caller. */
ffiguard_status zpress_progress_descriptor(ffiguard_token stream, int32_t *descriptor,
                                           ffiguard_error *err);

/* A second kind of resource, so that a token can be of the wrong table: a running CRC-32. */
ffiguard_status zpress_checksum_open(ffiguard_token *checksum, ffiguard_error *err);
ffiguard_status zpress_checksum_add(ffiguard_token checksum, const uint8_t *data, size_t size,
                                    uint32_t *crc, ffiguard_error *err);
ffiguard_status zpress_checksum_close(ffiguard_token checksum, ffiguard_error *err);

/* The CRC-32 of a file. Its name is size bytes, with no NUL at the end: FFIGUARD_MALFORMED where one
 * is inside, and not the file that the part before it names. */
ffiguard_status zpress_file_checksum(const uint8_t *name, size_t size, uint32_t *crc,
                                     ffiguard_error *err);

/* Streams and checksums that are not released yet. */
uint64_t zpress_live(void);

/* Streams and checksums opened and released since the library was loaded. */
uint64_t zpress_opened(void);
uint64_t zpress_released(void);

#ifdef __cplusplus
}
#endif

#endif
