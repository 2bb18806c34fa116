// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_JNI_FAKE_FAKE_VM_HPP
#define FFIGUARD_TESTS_JNI_FAKE_FAKE_VM_HPP

#include <jni.h>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

// A Java VM that knows the JNI specification, and little Java. It stands in for libjvm
// (JNI_CreateJavaVM and JNI_GetCreatedJavaVMs are defined here), needs no JDK but its jni.h, and
// bears every sanitizer. What the specification forbids, and HotSpot answers by a crash, a wrong
// object or nothing at all, fails the running test, with the name of the JNI function. So does
// every JNI function that the fake does not have.
//
// A handle is never used twice and points nowhere. An object that no local or global reference
// holds is collected at once, which a VM may do.

namespace fake {

// ---- what went wrong
// -----------------------------------------------------------------------------

/// While one lives, violations are gathered here and do not fail the test. One at a time.
class violations {
public:
    violations();
    violations(const violations&) = delete;
    violations& operator=(const violations&) = delete;
    ~violations();

    /// What was seen since the last time, one line each: "MonitorExit: ...".
    std::string take();
};

// ---- what is open
// --------------------------------------------------------------------------------

struct open_things {
    long locals = 0;  // of all threads
    long globals = 0;
    long weaks = 0;
    long buffers = 0;   // of Get<T>ArrayElements, GetStringChars, ...Critical
    long monitors = 0;  // entered and not exited
    long frames = 0;    // pushed and not popped
    long threads = 0;   // attached

    friend bool operator==(const open_things& a, const open_things& b) {
        return a.locals == b.locals && a.globals == b.globals && a.weaks == b.weaks &&
               a.buffers == b.buffers && a.monitors == b.monitors && a.frames == b.frames &&
               a.threads == b.threads;
    }
};

[[nodiscard]] open_things open_now();
[[nodiscard]] std::string to_string(const open_things& open);

/// Fails the test if at its end more or less is open than at its beginning, or an exception is
/// pending on this thread.
class balance {
public:
    balance() : before_(open_now()) {}
    balance(const balance&) = delete;
    balance& operator=(const balance&) = delete;
    ~balance();

private:
    open_things before_;
};

// ---- what a VM may do to a program
// ---------------------------------------------------------------

/// Whether a failed NewLocalRef or NewGlobalRef leaves an OutOfMemoryError pending: the
/// specification does not say, HotSpot leaves none. All other allocating functions always do.
enum class reference_failure { throws, is_quiet };

/// The nth allocation of this VM from now on fails, once; 0: none.
void fail_allocation(int nth, reference_failure how = reference_failure::throws);
/// Whether it came to that.
[[nodiscard]] bool allocation_has_failed();

/// The next attachments of threads that are not attached answer so; JNI_OK: as usual.
void fail_attach(jint answer);

/// The object of a weak reference is collected: the reference is cleared, like every other weak
/// reference to it. A violation if anybody holds the object.
void collect(jweak ref);

/// Ends the VM as System.exit() does: whatever its threads are doing. The next test_vm() is
/// another.
void exit_vm();

/// From here on a frame holds as many local references as it was asked to hold (16, or what
/// PushLocalFrame and EnsureLocalCapacity said), as in old Androids; else any number.
void limit_locals(bool limited);

/// Exceptions that were pending when their thread detached.
[[nodiscard]] int uncaught_exceptions();

// ---- Java code
// -----------------------------------------------------------------------------------

/// This thread runs a native method that Java called: a frame of local references that ends with
/// it, and no detaching. The arguments are local references of the frame.
class native_method {
public:
    explicit native_method(JNIEnv* env);
    native_method(const native_method&) = delete;
    native_method& operator=(const native_method&) = delete;
    ~native_method();

private:
    JNIEnv* env_;
};

/// The code of a Java method, written like a native one; what it returns goes to its caller.
using body = std::function<jvalue(JNIEnv* env, jobject self, const jvalue* arguments)>;

enum class method_kind { instance, fixed };  // fixed: static

struct method_definition {
    std::string name;       // "<init>" for a constructor
    std::string signature;  // "(I)V"
    body code;              // empty: a native method
    method_kind kind = method_kind::instance;
};

struct field_definition {
    std::string name;
    std::string signature;
    method_kind kind = method_kind::instance;
};

/// Adds a class to the VM; again with the same name adds to what it has.
void define_class(const std::string& name, const std::string& super,
                  const std::vector<method_definition>& methods,
                  const std::vector<field_definition>& fields = {});

/// What RegisterNatives gave a native method; null where nothing.
[[nodiscard]] void* native_function(const std::string& type, const std::string& name,
                                    const std::string& signature);

/// Null, 0, false, nothing: jvalue{} makes only the jboolean zero.
[[nodiscard]] jvalue no_value();
[[nodiscard]] jvalue to_jvalue(jobject object);

}  // namespace fake

#endif
