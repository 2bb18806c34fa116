// SPDX-License-Identifier: BSL-1.0

// Built with -buildmode=c-shared: a library with a Go runtime in it.
package main

import "C"

//export use
func use() C.int { return 1 }

func main() {}
