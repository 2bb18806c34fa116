// SPDX-License-Identifier: BSL-1.0

package misuse

// #include "shim.h"
import "C"

import "unsafe"

// What is lent by the API.

func openPage() (handle, error) {
	return opened(func(out *C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_page_open(out, e)
	})
}

func (h handle) closePage() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_page_close(C.uint64_t(h), e) })
}

func (h handle) openValue() (handle, error) {
	return opened(func(out *C.uint64_t, e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_value_open(C.uint64_t(h), out, e)
	})
}

func (h handle) readValue(offset uint64, to []byte) (n int, err error) {
	var copied C.uint64_t
	err = try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_value_read(C.uint64_t(h), C.uint64_t(offset),
			(*C.uint8_t)(unsafe.SliceData(to)), C.uint64_t(len(to)), &copied, e)
	})
	return int(copied), err
}

func (h handle) closeValue() error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status { return C.shim_value_close(C.uint64_t(h), e) })
}

// eachPacket has the library call f with memory that is good for the call: that of *packet.
func eachPacket(f callback, packet *handle) error {
	return try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_packet_each(C.uint64_t(f), (*C.uint64_t)(packet), e)
	})
}

func (h handle) readPacket(to []byte) (n int, err error) {
	var copied C.uint64_t
	err = try(func(e *C.ffiguard_error) C.ffiguard_status {
		return C.shim_packet_read(C.uint64_t(h), (*C.uint8_t)(unsafe.SliceData(to)),
			C.uint64_t(len(to)), &copied, e)
	})
	return int(copied), err
}
