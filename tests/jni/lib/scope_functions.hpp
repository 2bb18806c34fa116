// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_JNI_SCOPE_FUNCTIONS_HPP
#define FFIGUARD_TESTS_JNI_SCOPE_FUNCTIONS_HPP

#include <jni.h>

// The scopes of jni/, in two shared objects of one process: what one begins, the other ends. They
// cannot be moved, but they can be members of what is passed by reference.

struct scopes;  // those objects check local references, so no type of theirs is used elsewhere

enum class scope { attached, frame, popped_frame, monitor, exited_monitor, stash, critical, local };

struct scope_functions {
    bool (*capture)(JavaVM*);
    scopes* (*make)(JNIEnv*, jobject, jintArray);
    bool (*begin)(scopes&, scope);  ///< whether it is in force
    bool (*end)(scopes&, scope);    ///< false where it was refused
    void (*destroy)(scopes*);
    int (*violations)();
    const void* (*text_reader)();  ///< what a method's text is read by
};

#endif
