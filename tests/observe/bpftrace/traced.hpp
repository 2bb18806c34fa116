// SPDX-License-Identifier: BSL-1.0
// What both source files of the traced program use: each has the probes, the linker keeps one.
#ifndef TRACED_HPP
#define TRACED_HPP

namespace traced {

struct stream {};

/// Of the second source file.
void open_and_close();

}  // namespace traced

#endif
