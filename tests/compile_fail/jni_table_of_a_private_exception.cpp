// expect: a public, unambiguous std::exception
// SPDX-License-Identifier: BSL-1.0
#include <stdexcept>

#include <ffiguard/jni/error/boundary.hpp>

struct good : std::runtime_error {
    using std::runtime_error::runtime_error;
};
// As a class has it that forgets to say public: no handler of std::exception takes it.
class hidden : std::runtime_error {
public:
    using std::runtime_error::runtime_error;
    using std::runtime_error::what;
};

template <class E>
void run(JNIEnv* env) {
    ffiguard::jni::boundary(
        env, [] { throw E("x"); }, ffiguard::jni::java_class_for<E>{"org/example/Trouble"});
}

void right(JNIEnv* env) { run<good>(env); }

#ifdef FAIL
void wrong(JNIEnv* env) { run<hidden>(env); }
#endif
