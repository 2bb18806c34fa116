// SPDX-License-Identifier: BSL-1.0
// For rooms.sh, under Wine.
#define UNICODE
#define _UNICODE
// This order is Windows' own.
// clang-format off
#include <winsock2.h>
#include <windows.h>
// clang-format on

#include <ffiguard/ffiguard.hpp>

#include <doctest/doctest.h>

#include "windows_shim.hpp"

TEST_CASE("an event of Windows behind a token, beside the macros of <windows.h>") {
    ffiguard_token token = 0;
    ffiguard_error err{};
    CHECK(windows_shim::open_event(TEXT("ffiguard"), &token, &err) == 0);
    HANDLE const same = OpenEvent(EVENT_ALL_ACCESS, FALSE, TEXT("ffiguard"));
    REQUIRE(same != nullptr);
    CHECK(WaitForSingleObject(same, 0) == WAIT_TIMEOUT);
    CHECK(windows_shim::set_event(token, &err) == 0);
    CHECK(WaitForSingleObject(same, 0) == WAIT_OBJECT_0);
    CloseHandle(same);
    CHECK(windows_shim::close_event(token, &err) == 0);
    CHECK(OpenEvent(EVENT_ALL_ACCESS, FALSE, TEXT("ffiguard")) == nullptr);
    CHECK(windows_shim::set_event(token, &err) == FFIGUARD_CLOSED);
}

TEST_CASE("a key of the registry is owned by its closer alone") {
    CHECK(windows_shim::open_and_close_key().ok());
}

TEST_CASE("a function of Windows that is found by its name is called as WINAPI") {
    CHECK(windows_shim::ask_by_name() == GetCurrentProcessId());
}
