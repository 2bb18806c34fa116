// SPDX-License-Identifier: BSL-1.0
// A shim that uses both ffiguard and the real <windows.h>, with all its macros. headers.py compiles
// it behind the two in both orders; rooms.sh runs it under Wine.

namespace windows_shim {

using unique_event = ffiguard::owned<&CloseHandle>;

struct event {
    unique_event handle;
    explicit event(unique_event made) noexcept : handle(std::move(made)) {}
    ffiguard::status set() noexcept {
        const ffiguard::errno_guard keeps_last_error;
        if (SetEvent(handle.get())) return ffiguard::status_code::ok;
        return ffiguard::status::system(static_cast<int>(GetLastError()));
    }
    ffiguard::status close() noexcept { return handle.close(); }
};
inline ffiguard::handle_table<event> events;

inline ffiguard_status open_event(const TCHAR* name, ffiguard_token* out, ffiguard_error* err) {
    return ffiguard::boundary(err, [&]() -> ffiguard::status {
        unique_event made(CreateEvent(nullptr, TRUE, FALSE, name));
        if (!made) return ffiguard::status::system(static_cast<int>(GetLastError()));
        const auto opened = events.emplace(std::move(made));
        if (!opened) return opened.status();
        *out = *opened;
        return ffiguard::status_code::ok;
    });
}
inline ffiguard_status set_event(ffiguard_token of, ffiguard_error* err) {
    return ffiguard::boundary(err, [&]() -> ffiguard::status {
        const auto inside = events.pin(of);
        return inside ? inside->set() : inside.status();
    });
}
inline ffiguard_status close_event(ffiguard_token of, ffiguard_error* err) {
    return ffiguard::boundary(err, [&] { return events.close(of); });
}
inline DWORD ask_by_name() {
    const auto system = ffiguard::library::open("kernel32.dll");
    if (!system) return 0;
    const auto found = system->find<DWORD WINAPI()>("GetCurrentProcessId");
    return found ? (*found)() : 0;
}

}  // namespace windows_shim
