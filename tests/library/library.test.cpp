// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/library/library.hpp>

#include <dlfcn.h>

#include <cerrno>
#include <cstddef>
#include <fstream>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include <ffiguard/library/keep_alive.hpp>

#include "../core/child.hpp"
#include "test_library.hpp"

// TSan does not know the lock of the dynamic linker, and takes two threads that load and unload for
// a race in its memory.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define UNDER_TSAN
#endif
#if __has_feature(address_sanitizer)
#define UNDER_ASAN
#endif
#elif defined(__SANITIZE_THREAD__)
#define UNDER_TSAN
#elif defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN
#endif
#ifdef UNDER_TSAN
extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions() { return "called_from_lib:ld-linux"; }
#endif

using ffiguard::close_answer;
using ffiguard::library;
using ffiguard::library_name;
using ffiguard::load_mode;
using ffiguard::resident_reason;
using ffiguard::status_code;

static_assert(sizeof(library) == sizeof(void*));
static_assert(std::is_nothrow_copy_constructible_v<library>);
static_assert(std::is_nothrow_move_constructible_v<library>);

namespace {

bool contains(const char* text, const std::string& part) {
    return std::string(text).find(part) != std::string::npos;
}

/// A file that is no library.
class text_file : public scratch_file {
public:
    text_file() : scratch_file("text.so") {
        std::ofstream(path()) << "this is no library, but long enough to be looked at as one: 0123";
    }
};

}  // namespace

TEST_CASE("a library is loaded while somebody holds it") {
    const std::string path = test_library("counter");
    REQUIRE_FALSE(is_loaded(path));
    {
        auto first = library::open(path);
        REQUIRE(first);
        library copy = *first;
        const auto second = library::open(path.c_str());
        REQUIRE(second);
        *first = library();
        CHECK(is_loaded(path));
        copy = library();
        CHECK(is_loaded(path));
    }
    CHECK_FALSE(is_loaded(path));
}

TEST_CASE("a missing library is not found, and the message has the path") {
    for (const char* const path : {"libffiguard_nowhere.so.9", "./libffiguard_nowhere.so",
                                   "/nowhere/at/all.so", "/dev/null/library.so"}) {
        const auto missing = library::open(path);
        CHECK(missing.status() == status_code::not_found);
        CHECK(contains(missing.error().message(), path));
        CHECK(std::string(missing.error().message()).size() > std::string(path).size() + 10);
    }
}

TEST_CASE("what is there and cannot be loaded is told from what is missing") {
    const text_file text;
    const std::string needs_provider = test_library("needs_provider");
    for (const std::string& path : {text.path(), std::string("/dev"), needs_provider}) {
        const auto refused = library::open(path);
        CHECK(refused.status() == status_code::foreign);
        CHECK(contains(refused.error().message(), path));
    }
    CHECK(contains(library::open(needs_provider).error().message(), "provided"));
}

TEST_CASE("an error's text does not change with the next failure") {
    const auto first = library::open("/nowhere/first.so");
    const auto second = library::open("/nowhere/second.so");
    CHECK(contains(first.error().message(), "first.so"));
    CHECK_FALSE(contains(first.error().message(), "second.so"));
}

TEST_CASE("a path that is none never reaches the loader") {
    CHECK(library::open(nullptr).status() == status_code::null);
    CHECK(library::open("").status() == status_code::invalid_argument);  // else: the program
    CHECK(library::open(std::string()).status() == status_code::invalid_argument);

    const auto cut = library::open(test_library("counter") + '\0' + ".disabled");
    CHECK(cut.status() == ffiguard::status::inner_nul(test_library("counter").size()));
    CHECK(contains(cut.error().message(), "a NUL inside"));
    CHECK_FALSE(is_loaded(test_library("counter")));
}

TEST_CASE("symbols are local unless asked for, then later libraries find them") {
    const std::string needs_provider = test_library("needs_provider");
    {
        const auto local = library::open(test_library("provider"));
        REQUIRE(local);
        CHECK_FALSE(library::open(needs_provider));
    }
    const auto global =
        library::open(test_library("provider"), load_mode::lazy | load_mode::global);
    REQUIRE(global);
    const auto user = library::open(needs_provider);
    REQUIRE(user);
    const auto use = user->find<int()>("use_provided");
    REQUIRE(use);
    CHECK((*use)() == 42);
}

TEST_CASE("lazy loads what the loader loads lazily") {
    const std::string path = test_library("needs_provider");
    // Some systems link everything to be bound at once, whatever is asked.
    void* const raw = ::dlopen(path.c_str(), RTLD_LAZY | RTLD_LOCAL);
    if (raw != nullptr) ::dlclose(raw);
    CHECK(library::open(path, load_mode::lazy).has_value() == (raw != nullptr));
    CHECK_FALSE(library::open(path));
}

TEST_CASE("a symbol that is missing is not found, with the loader's words") {
    const auto counter = library::open(test_library("counter"));
    REQUIRE(counter);
    const auto missing = counter->find<int()>("counter_nothing");
    CHECK(missing.status() == status_code::not_found);
    CHECK(contains(missing.error().message(), "counter_nothing"));
    CHECK(contains(missing.error().message(), "counter.so"));
}

TEST_CASE("a symbol that is null is told from one that is missing") {
    const auto counter = library::open(test_library("counter"));
    REQUIRE(counter);
    // A failure before is not to be taken for one of this call: glibc forgets it, others do not.
    static_cast<void>(::dlsym(RTLD_DEFAULT, "ffiguard_nothing"));
    const auto null = counter->find<int>("counter_null");
    CHECK(null.status() == status_code::null);
    CHECK(contains(null.error().message(), "counter_null"));
}

TEST_CASE("a name that is none finds nothing") {
    const auto counter = library::open(test_library("counter"));
    REQUIRE(counter);
    CHECK(counter->find<int()>(nullptr).status() == status_code::null);
    CHECK(counter->find<int()>("").status() == status_code::invalid_argument);
    CHECK(counter->find<int()>(std::string("counter_next\0_v2", 16)).status() ==
          ffiguard::status::inner_nul(12));
    CHECK(counter->find<int()>(std::string("counter_next")));
}

TEST_CASE("an empty or moved-from library finds nothing, not even what every library has") {
    auto opened = library::open(test_library("counter"));
    REQUIRE(opened);
    const library taken = std::move(*opened);
    CHECK_FALSE(*opened);
    const auto found = opened->find<int(const char*)>("puts");
    CHECK(found.status() == status_code::null);
    CHECK(contains(found.error().message(), "puts"));
    CHECK(opened->close().answer == close_answer::closed);
    CHECK(library().find<int(const char*)>("puts").status() == status_code::null);
    CHECK(taken.find<int()>("counter_next"));
}

TEST_CASE("the program itself can be asked for what it is linked to") {
    auto program = library::this_program();
    REQUIRE(program);
    const auto length = program->find<std::size_t(const char*)>("strlen");
    REQUIRE(length);
    CHECK((*length)("four") == 4);
    CHECK(program->find<int()>("counter_next").status() == status_code::not_found);
}

TEST_CASE("close tells that the library has gone") {
    auto counter = library::open(test_library("counter"));
    REQUIRE(counter);
    const auto outcome = counter->close();
    CHECK(outcome.answer == close_answer::unloaded);
    CHECK(outcome.reason == resident_reason::none);
    CHECK(outcome.status().ok());
    CHECK_FALSE(is_loaded(test_library("counter")));
    CHECK_FALSE(*counter);
    CHECK(counter->close().answer == close_answer::closed);
    CHECK(counter->close().status() == status_code::closed);
}

TEST_CASE("close tells that the library is still there and why, and keeps errno") {
    const std::string path = test_library("counter");
    void* const other = ::dlopen(path.c_str(), RTLD_NOW);
    auto counter = library::open(path);
    REQUIRE(counter);
    errno = EAGAIN;
    const auto outcome = counter->close();
    CHECK(errno == EAGAIN);
    CHECK(outcome.answer == close_answer::still_resident);
    CHECK(outcome.reason == resident_reason::another_handle);
    CHECK(outcome.status().ok());
    CHECK_FALSE(*counter);
    const auto brief = library::open(path)->close(ffiguard::look_for_reason::no);
    CHECK(brief.answer == close_answer::still_resident);
    CHECK(brief.reason == resident_reason::unknown);
    CHECK(::dlclose(other) == 0);
    CHECK_FALSE(is_loaded(path));

    auto program = library::this_program();
    REQUIRE(program);
    CHECK(program->close().answer == close_answer::still_resident);
}

TEST_CASE("close lets go while copies, symbols or keep_alives are left, and the last one unloads") {
    const std::string path = test_library("counter");
    auto counter = library::open(path);
    REQUIRE(counter);
    library copy = *counter;
    auto next = copy.find<int()>("counter_next");
    REQUIRE(next);
    ffiguard::keep_alive keeper(copy);

    CHECK(counter->close().answer == close_answer::in_use);
    CHECK_FALSE(*counter);
    CHECK(counter->close().answer == close_answer::closed);
    CHECK(copy.close().status() == status_code::in_use);
    CHECK((*next)() == 1);
    *next = {};
    CHECK(is_loaded(path));
    keeper = {};
    CHECK_FALSE(is_loaded(path));
}

TEST_CASE("what the loader says of a close that fails is kept, and the library is empty") {
    const auto user = library::open(test_library("needs_dependency"));
    REQUIRE(user);
    // Stays in memory for its user, so that the loader can be asked to close it once too often.
    void* const raw = ::dlopen(test_library("dependency").c_str(), RTLD_NOW | RTLD_NOLOAD);
    REQUIRE(raw != nullptr);
    auto adopted = library::adopt(raw);
    REQUIRE(adopted);
    CHECK(::dlclose(raw) == 0);
    const auto outcome = adopted->close();
    CHECK(outcome.answer == close_answer::failed);
    CHECK(outcome.status() == status_code::foreign);
    CHECK(contains(outcome.why.message(), "dependency.so"));
    CHECK_FALSE(*adopted);
}

TEST_CASE("a library that another one is linked to stays as long as that one") {
    const std::string path = test_library("dependency");
    auto user = library::open(test_library("needs_dependency"));
    auto dependency = library::open(path);
    REQUIRE((user && dependency));
    const auto outcome = dependency->close();
    CHECK(outcome.answer == close_answer::still_resident);
    CHECK(outcome.reason == resident_reason::another_handle);
    CHECK(user->close().answer == close_answer::unloaded);
    CHECK_FALSE(is_loaded(path));
}

TEST_CASE("find_loaded finds what is loaded and never loads") {
    const std::string path = test_library("counter");
    const auto missing = library::find_loaded(path);
    CHECK(missing.status() == status_code::not_found);
    CHECK(::dlerror() == nullptr);  // it is no error of the program's
    CHECK(contains(missing.error().message(), path));
    CHECK_FALSE(is_loaded(path));
    CHECK(library::find_loaded(nullptr).status() == status_code::null);
    CHECK(library::find_loaded("").status() == status_code::invalid_argument);

    void* const raw = ::dlopen(path.c_str(), RTLD_NOW);
    REQUIRE(raw != nullptr);
    {
        const auto found = library::find_loaded(path);
        REQUIRE(found);
        CHECK(::dlclose(raw) == 0);
        CHECK(found->find<int()>("counter_next"));  // it counts by itself
    }
    CHECK_FALSE(is_loaded(path));
}

TEST_CASE("a native handle is taken over with its one reference, and given away with it") {
    const std::string path = test_library("counter");
    void* const raw = ::dlopen(path.c_str(), RTLD_NOW);
    REQUIRE(raw != nullptr);
    auto adopted = library::adopt(raw);
    REQUIRE(adopted);
    CHECK(adopted->native_handle() == raw);

    {
        const library copy = *adopted;
        CHECK(adopted->release().status() == status_code::in_use);
        CHECK(*adopted);
    }
    const auto given = adopted->release();
    REQUIRE(given);
    CHECK(*given == raw);
    CHECK_FALSE(*adopted);
    CHECK(adopted->release().status() == status_code::closed);
    CHECK(is_loaded(path));
    CHECK(::dlclose(*given) == 0);
    CHECK_FALSE(is_loaded(path));

    CHECK(library::adopt(nullptr).status() == status_code::null);
}

TEST_CASE("a library opened with no_delete, or pinned, stays after its last holder") {
    const library_copy by_mode("counter");
    const library_copy by_pin("counter");
    auto first = library::open(by_mode.path(), load_mode::no_delete);
    auto second = library::open(by_pin.path());
    REQUIRE(first);
    REQUIRE(second);
    CHECK(second->pin_forever().ok());
    CHECK(first->close().answer == close_answer::still_resident);
    CHECK(second->close().answer == close_answer::still_resident);
    CHECK(is_loaded(by_mode.path()));
    CHECK(is_loaded(by_pin.path()));
    CHECK(second->pin_forever() == status_code::null);
}

// The sanitizers end a program that binds deep.
#if !defined(UNDER_ASAN) && !defined(UNDER_TSAN) && defined(RTLD_DEEPBIND)
TEST_CASE("deep_bind prefers the library's own symbols to those that are global") {
    const auto global = library::open(test_library("provider"), load_mode::global);
    REQUIRE(global);
    const std::string path = test_library("provides_itself");
    {
        const auto interposed = library::open(path);
        REQUIRE(interposed);
        CHECK((*interposed->find<int()>("use_provided"))() == 42);
    }
    const auto own = library::open(path, load_mode::deep_bind);
    REQUIRE(own);
    CHECK((*own->find<int()>("use_provided"))() == 7);
}
#endif

TEST_CASE("path is that of the loaded file, whichever name it was found by") {
    const auto zlib = library::open("libc.so.6");
    if (zlib) CHECK(contains(zlib->path(), "/libc.so.6"));
    const auto counter = library::open(test_library("counter"));
    REQUIRE(counter);
    CHECK(counter->path() == test_library("counter"));
    CHECK(library().path() == std::string());
    CHECK(library::this_program()->path() == std::string());
}

TEST_CASE("one file opened twice, or through a link, is one library, and two files are two") {
    const std::string path = test_library("counter");
    const library_copy copy("counter");
    const library_link link(path);
    const auto first = library::open(path);
    const auto second = library::open(path);
    const auto linked = library::open(link.path());
    const auto other = library::open(copy.path());
    REQUIRE((first && second && linked && other));
    CHECK(*first == *second);
    CHECK(*first == *linked);
    CHECK(*first != *other);
    CHECK(*first != library());
    CHECK(library() == library());
    CHECK(*library::find_loaded(link.path()) == *first);
}

TEST_CASE("a library is found by its bare name, with and without a version") {
    const auto versioned = library::open(library_name("c", "6"));
    REQUIRE(versioned);
    CHECK(contains(versioned->path(), "libc.so.6"));
    // The name alone is tried last: a file that is called neither libX.so nor libX.so.N.
    const auto plain = library::open(library_name(test_library("counter")));
    REQUIRE(plain);
    CHECK(plain->path() == test_library("counter"));
}

TEST_CASE("a name that nothing has is not found, and the text of every attempt is kept") {
    const auto missing = library::open(library_name("ffiguard_nowhere", "3"));
    CHECK(missing.status() == status_code::not_found);
    const ffiguard::load_error why = missing.error();
    CHECK(contains(why.message(), "libffiguard_nowhere.so.3: "));
    CHECK(contains(why.message(), "libffiguard_nowhere.so: "));
    CHECK(contains(why.message(), "\nffiguard_nowhere: "));

    CHECK(library::open(library_name(nullptr)).status() == status_code::null);
    CHECK(library::open(library_name("z", nullptr)).status() == status_code::null);
    CHECK(library::open(library_name("")).status() == status_code::invalid_argument);
    CHECK(library::open(library_name(std::string(5000, 'x'))).status() ==
          status_code::invalid_argument);
}

TEST_CASE("where one of the names is there and does not load, the status is its refusal") {
    const text_file text;  // .../text.so, and nothing else by that name
    const std::string name = text.path();
    const auto refused = library::open(library_name(name));
    CHECK(refused.status() == status_code::foreign);
    CHECK(contains(refused.error().message(), "libtext.so.so: "));
    CHECK(contains(refused.error().message(), name));
}

TEST_CASE("a library that needs a missing one is refused in the loader's words") {
    const auto refused = library::open(test_library("needs_gone"));
    CHECK(refused.status() == status_code::foreign);
    CHECK(contains(refused.error().message(), "libffiguard_gone.so.1"));
    CHECK_FALSE(is_loaded(test_library("needs_gone")));
    CHECK(library::open(test_library("counter")));
}

#ifdef __GLIBC__
TEST_CASE("a library with more static thread-local memory than is left is refused, others load") {
    const auto refused = library::open(test_library("static_tls"));
    CHECK_FALSE(refused);
    CHECK(contains(refused.error().message(), "static_tls.so"));
    CHECK(contains(refused.error().message(), "static TLS"));
    CHECK(library::open(test_library("counter")));
}
#endif

TEST_CASE("a library whose constructor aborts is tried in a child process, and this one goes on") {
    const child_outcome tried =
        run_in_child([] { static_cast<void>(library::open(test_library("aborts"))); });
    CHECK(tried.aborted);
    CHECK_FALSE(is_loaded(test_library("aborts")));
    CHECK(library::open(test_library("counter")));
}

TEST_CASE("the library's own destructor sees what other threads did in it") {
    int unloads = 0;
    auto counter = library::open(test_library("counter"));
    REQUIRE(counter);
    {
        const auto flag = counter->find<int*>("counter_unloads");
        REQUIRE(flag);
        **flag = &unloads;
    }
    auto next = counter->find<int()>("counter_next");
    REQUIRE(next);
    std::thread other([mine = std::move(*next)]() mutable {
        for (int i = 0; i < 1000; ++i) mine();
        mine = {};
    });
    static_cast<void>(counter->close());  // here or there: whoever is last unloads
    other.join();
    CHECK(unloads == 1);
}
