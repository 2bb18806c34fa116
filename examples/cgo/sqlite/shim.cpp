// SPDX-License-Identifier: BSL-1.0
#include "../../sqlite/lite.cpp"  // cgo compiles the C++ files of its own directory only
