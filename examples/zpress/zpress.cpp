// SPDX-License-Identifier: BSL-1.0
#include "zpress.h"

#include <zlib.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <memory>
#include <mutex>
#include <utility>

#include <ffiguard/exports.hpp>
#include <ffiguard/ffiguard.hpp>
#include <ffiguard/library/function_table.hpp>

using ffiguard::boundary;
using ffiguard::c_array;
using ffiguard::c_string;
using ffiguard::entry;
using ffiguard::error;
using ffiguard::foreign_buffer;
using ffiguard::foreign_span;
using ffiguard::load_error;
using ffiguard::load_table;
using ffiguard::result;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::symbol;

namespace {

using bytes = c_array<unsigned char>;
using input = foreign_span<const unsigned char>;

// What the shim uses of zlib. The types come from its header, the code from the library that the
// system has, opened at run time: nothing here is linked to zlib. Each symbol keeps the library
// loaded, so a stream can outlive whoever opened it.
struct zlib {
    symbol<decltype(::deflateInit2_)> deflate_init;
    symbol<decltype(::deflate)> deflate;
    symbol<decltype(::deflateEnd)> deflate_end;
    symbol<decltype(::crc32)> crc32;
};

result<zlib, load_error> load_zlib() {
    return load_table<zlib>("libz.so.1", entry("deflateInit2_", &zlib::deflate_init),
                            entry("deflate", &zlib::deflate),
                            entry("deflateEnd", &zlib::deflate_end), entry("crc32", &zlib::crc32));
}

// zlib's state points back to the z_stream, so the struct must stay where it was initialised.
struct deflate_traits {
    static constexpr bool movable = false;
    symbol<decltype(::deflateEnd)> end;
    void release(z_stream* stream) const noexcept { end(stream); }
};

std::atomic<std::uint64_t> opened{0};
std::atomic<std::uint64_t> released{0};

// Counts a resource from its making to its release.
struct counted {
    counted() noexcept { ++opened; }
    counted(const counted&) = delete;
    counted& operator=(const counted&) = delete;
    ~counted() { ++released; }
};

class compressor {
public:
    static result<std::unique_ptr<compressor>, error> create(std::int32_t level) {
        if (level < 1 || level > 9) return error(status_code::invalid_argument, "level is 1 to 9");
        auto z = load_zlib();
        if (!z) return error(z.error());
        auto fresh = std::make_unique<compressor>(std::move(*z));
        if (const error refused = fresh->start(level); !refused.ok()) return refused;
        return fresh;
    }

    explicit compressor(zlib z) noexcept
        : zlib_(std::move(z)), stream_(deflate_traits{zlib_.deflate_end}) {}

    result<foreign_buffer, error> write(input data) { return deflate(data, Z_NO_FLUSH); }
    result<foreign_buffer, error> finish() { return deflate({}, Z_FINISH); }
    status drain_progress(zpress_progress* into, std::uint64_t room, std::uint64_t* count,
                          std::uint64_t* lost) noexcept {
        return progress_.drain(into, room, count, lost);
    }
    status progress_descriptor(std::int32_t* descriptor) noexcept {
        auto made = progress_.descriptor();
        if (made) *descriptor = made->release();
        return made.status();
    }

private:
    error start(std::int32_t level) {
        auto scratch = bytes::allocate(65536);
        if (!scratch) return scratch.status();
        scratch_ = *std::move(scratch);
        constexpr int gzip = MAX_WBITS + 16;
        const status outcome = stream_.init([&](z_stream* z) {
            return zlib_.deflate_init(z, level, Z_DEFLATED, gzip, MAX_MEM_LEVEL, Z_DEFAULT_STRATEGY,
                                      ZLIB_VERSION, int{sizeof *z});
        });
        if (outcome == status::foreign(Z_MEM_ERROR)) return status_code::out_of_memory;
        return outcome.ok() ? error() : error(outcome, "deflateInit2 refused");
    }

    // One at a time: several threads may be inside of one token.
    result<foreign_buffer, error> deflate(input data, int flush) {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (finished_) return error(status_code::closed, "the gzip data is finished already");
        bytes out;
        do {
            const auto piece = std::min<std::size_t>(data.size(), UINT_MAX);
            if (const error failed = deflate_piece(data.data(), piece, flush, out); !failed.ok()) {
                finished_ = true;  // what zlib has taken in is lost: no valid file can come of it
                return failed;
            }
            data = *data.subspan(piece, data.size() - piece);
        } while (data.size() != 0);
        finished_ = flush == Z_FINISH;
        return foreign_buffer(std::move(out));
    }

    error deflate_piece(const unsigned char* data, std::size_t size, int flush, bytes& out) {
        z_stream& z = *stream_.get();
        z.next_in = const_cast<unsigned char*>(data);  // zlib.h: const unless ZLIB_CONST
        z.avail_in = static_cast<uInt>(size);
        do {
            z.next_out = scratch_.data();
            z.avail_out = static_cast<uInt>(scratch_.size());
            const int answer = zlib_.deflate(&z, flush);
            if (answer == Z_STREAM_ERROR) return error(status::foreign(answer), "deflate");
            const std::size_t ready = scratch_.size() - z.avail_out;
            if (const status grown = append(out, ready); !grown.ok()) return grown;
            given_ += ready;
            progress_.push({taken_ + size - z.avail_in, given_}).ignore();
        } while (z.avail_out == 0);
        taken_ += size;
        z.next_in = nullptr;  // the caller's memory, which may move after the call
        return {};
    }

    status append(bytes& out, std::size_t count) {
        if (count == 0) return {};
        const std::size_t before = out.size();
        if (const status grown = out.resize(before + count); !grown.ok()) return grown;
        std::copy_n(scratch_.data(), count, out.data() + before);
        return {};
    }

    counted count_;
    zlib zlib_;
    ffiguard::foreign_struct<z_stream, deflate_traits> stream_;
    std::mutex mutex_;
    bool finished_ = false;
    bytes scratch_;
    std::uint64_t taken_ = 0;
    std::uint64_t given_ = 0;
    ffiguard::event_queue<zpress_progress, 64, ffiguard::when_full::drop_oldest> progress_;
};

class checksum {
public:
    static result<std::unique_ptr<checksum>, load_error> create() {
        auto z = load_zlib();
        if (!z) return z.error();
        return std::make_unique<checksum>(std::move(z->crc32));
    }

    explicit checksum(symbol<decltype(::crc32)> function) noexcept : crc32_(std::move(function)) {}

    std::uint32_t add(input data) {
        const std::lock_guard<std::mutex> lock(mutex_);
        for (std::size_t at = 0; at < data.size();) {
            const auto piece = std::min<std::size_t>(data.size() - at, UINT_MAX);
            value_ = crc32_(value_, data.data() + at, static_cast<uInt>(piece));
            at += piece;
        }
        return static_cast<std::uint32_t>(value_);
    }

private:
    counted count_;
    symbol<decltype(::crc32)> crc32_;
    std::mutex mutex_;
    uLong value_ = 0;
};

result<std::uint32_t, error> checksum_of_file(const ffiguard_view& name) {
    // For fopen the name would end at its first NUL: duplicate_view() refuses it.
    const auto path = c_string::duplicate_view(name);
    if (!path) return error(path.status());
    const auto file = ffiguard::open_stream(path->c_str(), "r");
    if (!file) return file.error();
    const auto sum = checksum::create();
    if (!sum) return error(sum.error());
    auto chunk = bytes::allocate(65536);
    if (!chunk) return error(chunk.status());
    std::uint32_t crc = 0;
    std::size_t got = 0;
    do {
        got = std::fread(chunk->data(), 1, chunk->size(), file->get());
        crc = (*sum)->add(*input::from(chunk->data(), got));
    } while (got == chunk->size());
    if (std::ferror(file->get()) != 0) return error(status::system(errno), "cannot read the file");
    return crc;
}

// Never destroyed: at the end of the process Go's or Java's threads may still be calling.
// A token opens what stands behind it to everybody, also to who guesses it: objects go in finished.
auto& streams = *new ffiguard::handle_table<std::unique_ptr<compressor>>;
auto& checksums = *new ffiguard::handle_table<std::unique_ptr<checksum>>;

}  // namespace

FFIGUARD_EXPORT_NEW(zpress_open, streams, int32_t);
FFIGUARD_EXPORT_CALL(zpress_write, streams, &compressor::write, const uint8_t*, size_t,
                     ffiguard_buffer*);
FFIGUARD_EXPORT_CALL(zpress_finish, streams, &compressor::finish, ffiguard_buffer*);
FFIGUARD_EXPORT_CALL(zpress_progress_drain, streams, &compressor::drain_progress, zpress_progress*,
                     uint64_t, uint64_t*, uint64_t*);
FFIGUARD_EXPORT_CALL(zpress_progress_descriptor, streams, &compressor::progress_descriptor,
                     int32_t*);
FFIGUARD_EXPORT_RELEASE(zpress_close, streams);

FFIGUARD_EXPORT_NEW(zpress_checksum_open, checksums);
FFIGUARD_EXPORT_CALL(zpress_checksum_add, checksums, &checksum::add, const uint8_t*, size_t,
                     uint32_t*);
FFIGUARD_EXPORT_RELEASE(zpress_checksum_close, checksums);

FFIGUARD_EXPORT_SYMBOL ffiguard_status zpress_file_checksum(const uint8_t* name, size_t size,
                                                            uint32_t* crc, ffiguard_error* err) {
    return boundary(err, [&]() -> error {
        if (crc == nullptr) return status_code::null;
        const auto sum = checksum_of_file({name, size});
        if (!sum) return sum.error();
        *crc = *sum;
        return {};
    });
}

FFIGUARD_EXPORT_SYMBOL uint64_t zpress_live(void) { return streams.live() + checksums.live(); }
FFIGUARD_EXPORT_SYMBOL uint64_t zpress_opened(void) { return opened; }
FFIGUARD_EXPORT_SYMBOL uint64_t zpress_released(void) { return released; }
