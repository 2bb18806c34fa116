// SPDX-License-Identifier: BSL-1.0
// A small shim that uses the main API where other people's macros are defined. Members that are
// named as a function-like macro are called in parentheses.

namespace hostile_shim {

struct stream {
    ffiguard::unique_fd file;
    ffiguard::pin_check thread{};
    explicit stream(ffiguard::unique_fd opened) noexcept : file(std::move(opened)) {}
    ffiguard::error(close)() noexcept { return (file.close)(); }
};
inline ffiguard::handle_table<stream> streams;

inline ffiguard_status open_stream(const char* path, ffiguard_token* out, ffiguard_error* err) {
    return ffiguard::boundary(err, [&]() -> ffiguard::status {
        const auto quiet = ffiguard::signal_mask::block<SIGPIPE>();
        if (!quiet) return quiet.status();
        auto opened = ffiguard::open_file(path, O_RDONLY);
        if (!opened) return opened.status();
        const auto made = streams.emplace(*std::move(opened));
        if (!made) return made.status();
        *out = *made;
        return ffiguard::status_code::ok;
    });
}
inline ffiguard_status use_stream(ffiguard_token of, ffiguard_error* err) {
    return ffiguard::boundary(err, [&]() -> ffiguard::status {
        const auto inside = streams.pin(of);
        if (!inside) return inside.status();
        if (const auto wrong = (inside->thread.verify)(); !wrong.ok()) return wrong;
        const ffiguard::foreign_call around;
        return ffiguard::status_code::ok;
    });
}
inline ffiguard_status close_stream(ffiguard_token of, ffiguard_error* err) {
    return ffiguard::boundary(err, [&] { return (streams.close)(of); });
}

}  // namespace hostile_shim
