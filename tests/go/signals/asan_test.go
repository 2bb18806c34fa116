// SPDX-License-Identifier: BSL-1.0
//go:build asan

package signals

const sanitized = true
