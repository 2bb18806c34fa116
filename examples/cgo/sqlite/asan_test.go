// SPDX-License-Identifier: BSL-1.0
//go:build asan

package sqlite

const sanitized = true
