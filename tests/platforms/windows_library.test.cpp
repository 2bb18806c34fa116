// SPDX-License-Identifier: BSL-1.0
// The loader of Windows. For rooms.sh, under Wine; provider.dll is library/lib/provider.c.
#include <ffiguard/library/library.hpp>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>

#include <doctest/doctest.h>

#include <windows.h>

using ffiguard::close_answer;
using ffiguard::library;
using ffiguard::library_name;
using ffiguard::load_mode;
using ffiguard::resident_reason;
using ffiguard::status_code;

namespace {

const std::string directory = FFIGUARD_TEST_LIB_DIR;  // begins with a /: of the drive we are on

bool is_loaded(const char* name) { return ::GetModuleHandleA(name) != nullptr; }

int provided_by(const library& from) {
    const auto found = from.find<int()>("provided");
    return found ? (*found)() : 0;
}

}  // namespace

TEST_CASE("a DLL is loaded while somebody holds it, and the close tells that it is gone") {
    for (const std::string& path : {directory + "/provider.dll", "Z:" + directory + "/provider.dll",
                                    directory + "/provider"}) {
        auto opened = library::open(path);
        REQUIRE(opened);
        CHECK(provided_by(*opened) == 42);
        library copy = *opened;
        CHECK(opened->close().answer == close_answer::in_use);
        CHECK(is_loaded("provider.dll"));
        CHECK(copy.close().answer == close_answer::unloaded);
        CHECK_FALSE(is_loaded("provider.dll"));
        CHECK(copy.close().answer == close_answer::closed);
    }
}

TEST_CASE("a DLL of a path that is not ASCII") {
    namespace fs = std::filesystem;
    const fs::path path = fs::path(directory) / fs::u8path(u8"gr\u00f6\u00dfe \u4e16.dll");
    fs::copy_file(directory + "/provider.dll", path, fs::copy_options::overwrite_existing);
    {
        const auto opened = library::open(path.u8string());
        REQUIRE(opened);
        CHECK(provided_by(*opened) == 42);
    }
    CHECK(fs::remove(path));  // Windows refuses this while it is loaded
}

TEST_CASE("what is missing is told from what cannot be loaded, in the words of Windows") {
    for (const std::string& path : {std::string("ffiguard_nowhere.dll"), directory + "/nowhere.dll",
                                    std::string("Q:/a.dll")}) {
        const auto missing = library::open(path);
        CHECK(missing.status() == status_code::not_found);
        const std::string message = missing.error().message();
        CHECK(message.find(path) == 0);
        CHECK(message.size() > path.size() + 10);
    }
    const std::string text = directory + "/text.dll";
    std::ofstream(text) << "this is no library, but long enough to be looked at as one: 0123";
    CHECK(library::open(text).status() == ffiguard::status::foreign(ERROR_BAD_EXE_FORMAT));
    CHECK(library::open("\xff.dll").status() == status_code::invalid_argument);
    CHECK(library::open(std::string(5000, 'x')).status() == status_code::invalid_argument);
    CHECK(library::open(directory + "/provider.dll", load_mode::deep_bind).status() ==
          status_code::unsupported);
}

TEST_CASE("a bare name is not looked for in the current directory") {
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(directory);
    CHECK(library::open("provider.dll").status() == status_code::not_found);
    CHECK(library::open("./provider.dll"));
    std::filesystem::current_path(before);
}

TEST_CASE("a name is decorated as Windows does") {
    const auto opened = library::open(library_name(directory + "/provider"));
    REQUIRE(opened);
    CHECK(provided_by(*opened) == 42);
    CHECK(library::open(library_name(directory + "/nowhere", "2")).status() ==
          status_code::not_found);
}

TEST_CASE("what is not in a DLL is not found; versions of symbols are unsupported") {
    const auto opened = library::open(directory + "/provider.dll");
    REQUIRE(opened);
    const auto missing = opened->find<int()>("not_provided");
    CHECK(missing.status() == status_code::not_found);
    CHECK(std::string(missing.error().message()).size() > 20);
    CHECK(opened->find<int()>("provided", "V1").status() == status_code::unsupported);
}

TEST_CASE("a symbol keeps its DLL loaded") {
    auto opened = library::open(directory + "/provider.dll");
    REQUIRE(opened);
    auto found = opened->find<int()>("provided");
    REQUIRE(found);
    CHECK(opened->close().answer == close_answer::in_use);
    CHECK((*found)() == 42);
    *found = {};
    CHECK_FALSE(is_loaded("provider.dll"));
}

TEST_CASE("a library that is loaded already is found, taken over and passed on") {
    CHECK(library::find_loaded("provider.dll").status() == status_code::not_found);
    HMODULE const raw = ::LoadLibraryA((directory + "/provider.dll").c_str());
    auto mine = library::adopt(raw);
    REQUIRE(mine);
    const auto found = library::find_loaded("provider.dll");
    REQUIRE(found);
    CHECK(*found == *mine);
    CHECK(library::this_program()->native_handle() == ::GetModuleHandleA(nullptr));
    const auto given = mine->release();
    REQUIRE(given);
    CHECK(*given == raw);
    CHECK_FALSE(*mine);
    CHECK(::FreeLibrary(*given) != 0);
}

TEST_CASE("a DLL that somebody else has loaded stays, and the close tells why") {
    HMODULE const raw = ::LoadLibraryA((directory + "/provider.dll").c_str());
    auto opened = library::open(directory + "/provider.dll");
    REQUIRE(opened);
    const auto outcome = opened->close();
    CHECK(outcome.answer == close_answer::still_resident);
    CHECK(outcome.reason == resident_reason::another_handle);
    CHECK(::FreeLibrary(raw) != 0);
    CHECK_FALSE(is_loaded("provider.dll"));
}

TEST_CASE("errno and the last error of Windows stay over a close that succeeds") {
    auto opened = library::open(directory + "/provider.dll");
    REQUIRE(opened);
    ::SetLastError(4711);
    errno = 17;
    CHECK(opened->close().answer == close_answer::unloaded);
    CHECK(::GetLastError() == 4711);
    CHECK(errno == 17);
}

// The last one: it stays.
TEST_CASE("a DLL that is opened to stay stays") {
    auto opened = library::open(directory + "/provider.dll", load_mode::no_delete);
    REQUIRE(opened);
    CHECK(opened->close().answer == close_answer::still_resident);
    CHECK(is_loaded("provider.dll"));
}
