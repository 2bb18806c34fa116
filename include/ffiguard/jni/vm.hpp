// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_VM_HPP
#define FFIGUARD_JNI_VM_HPP

// All of jni/vm/: the VM, and threads that attach to it.

#include <ffiguard/jni/vm/attach.hpp>
#include <ffiguard/jni/vm/detached.hpp>
#include <ffiguard/jni/vm/vm.hpp>

#endif
