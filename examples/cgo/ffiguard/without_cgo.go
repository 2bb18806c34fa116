// SPDX-License-Identifier: BSL-1.0

//go:build !cgo

package ffiguard

// Without cgo the compiler stops here: the name is its message.
var _ = ffiguard_needs_cgo_so_set_CGO_ENABLED_to_1_and_install_a_C_and_a_Cxx_compiler
