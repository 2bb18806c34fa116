// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_DEEP_FAULTS_HPP
#define FFIGUARD_TESTS_DEEP_FAULTS_HPP

#include <cerrno>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/violation.hpp>

// A scenario uses owners and functions of one room. It is run again and again, each time in a
// process of its own, and each time another call that the library makes fails: the linker sends
// every such call to calls.cpp (ld --wrap), which counts it and says so.

namespace faults {

/// The first failure that the library told, or 0. A status of a shared object that is observed is
/// another type than one that is not.
struct outcome {
    int code = 0;
    int detail = 0;
};
using scenario = outcome (*)();

struct registered {
    registered(const char* room, const char* name, scenario run) noexcept;
};

/// What the scenario itself does is neither counted nor does it fail.
class pause {
public:
    pause() noexcept;
    pause(const pause&) = delete;
    pause& operator=(const pause&) = delete;
    ~pause();

private:
    bool before_;
};

/// Says what is wrong with this run; the first one is reported.
void wrong(const char* what) noexcept;

/// Runs what promises to leave errno as it was.
template <class F>
void keeps_errno(F&& end) noexcept {
    errno = 4711;
    end();
    if (errno != 4711) wrong("errno is not kept");
}

/// Collects the statuses of several ends: all of them are run, the first failure is told.
class first_failure {
public:
    first_failure& operator<<(ffiguard::status one) noexcept {
        if (status_.ok()) status_ = one;
        return *this;
    }
    operator ffiguard::status() const noexcept { return status_; }

private:
    ffiguard::status status_;
};

void violated() noexcept;

namespace {

[[maybe_unused]] const auto before_violated =
    ffiguard::set_violation_handler([](const ffiguard::violation_event&) noexcept { violated(); });

}  // namespace

// ---- for the engine alone
// ------------------------------------------------------------------------

/// The errno with which this call is to fail, or 0. errors: the plausible ones, 0 at the end.
int hit(const char* function, const int* errors) noexcept;

enum class thing { descriptor, mapping, library, block, other };
void opened(thing what, long number = -1) noexcept;
void closed(thing what, long number = -1) noexcept;

}  // namespace faults

#define FFIGUARD_SCENARIO(room, name)                                             \
    static ffiguard::status room##_##name();                                      \
    static const faults::registered registered_##room##_##name(#room, #name, [] { \
        const ffiguard::status told = room##_##name();                            \
        return faults::outcome{static_cast<int>(told.code()), told.detail()};     \
    });                                                                           \
    static ffiguard::status room##_##name()

/// For functions that return a result.
#define FFIGUARD_TELL(made) \
    if (!(made)) return (made).status()

#endif
