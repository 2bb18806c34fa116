// SPDX-License-Identifier: BSL-1.0
// A shim that uses both ffiguard and the real <windows.h>, with all its macros. headers.py compiles
// it behind the two in both orders; rooms.sh runs it under Wine.

namespace windows_shim {

// docs/platforms.md shows these lines.
struct handle_traits {
    using value_type = HANDLE;
    static constexpr HANDLE empty() noexcept { return nullptr; }
    static bool is_empty(HANDLE handle) noexcept {
        return handle == nullptr || handle == INVALID_HANDLE_VALUE;
    }
    static ffiguard::status close(HANDLE handle) noexcept {
        if (CloseHandle(handle)) return ffiguard::status_code::ok;
        return ffiguard::status::system(static_cast<int>(GetLastError()));
    }
};
using unique_event = ffiguard::unique_handle<handle_traits>;
// docs end

using registry_key = ffiguard::owned<&RegCloseKey>;  // WINAPI, and 0 is success

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
inline ffiguard::status open_and_close_key() {
    HKEY opened = nullptr;
    const auto wrong = RegOpenKeyEx(HKEY_CURRENT_USER, TEXT("Software"), 0, KEY_READ, &opened);
    if (wrong != 0) return ffiguard::status::foreign(static_cast<int>(wrong));
    registry_key key(opened);
    return key.close();
}
inline DWORD ask_by_name() {
    const auto system = ffiguard::library::open("kernel32.dll");
    if (!system) return 0;
    const auto found = system->find<DWORD WINAPI()>("GetCurrentProcessId");
    return found ? (*found)() : 0;
}

}  // namespace windows_shim
