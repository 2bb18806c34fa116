// SPDX-License-Identifier: BSL-1.0
#include "../../threads/shim.cpp"
