// SPDX-License-Identifier: BSL-1.0

package zpress

// #include "zpress.h"
import "C"

// errnos lives the life of a stream in cgo's two-value form, whose error is the errno that each
// function left. For the tests, which cgo does not let import "C" themselves.
func errnos() map[string]error {
	var token C.ffiguard_token
	var out C.ffiguard_buffer
	var e C.ffiguard_error
	left := map[string]error{}
	_, left["open"] = C.zpress_open(6, &token, &e)
	_, left["write"] = C.zpress_write(token, nil, 0, &out, &e)
	_, left["release"] = C.ffiguard_buffer_release(&out)
	_, left["finish"] = C.zpress_finish(token, &out, &e)
	_, left["release"] = C.ffiguard_buffer_release(&out)
	_, left["close"] = C.zpress_close(token, &e)
	_, left["second close"] = C.zpress_close(token, &e)
	return left
}
