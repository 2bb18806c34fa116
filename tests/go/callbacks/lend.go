// SPDX-License-Identifier: BSL-1.0

package callbacks

/*
#cgo noescape packet_live_count
#cgo nocallback packet_live_count
#cgo noescape store_live_count
#cgo nocallback store_live_count
#cgo noescape text_live_count
#cgo nocallback text_live_count
#include "lend.h"

extern void goLetGo(uint64_t user);
*/
import "C"

import (
	"runtime/cgo"
	"unsafe"
)

// What C++ has, and frees or ends.
const lentText = "a text of C++"

// The statuses of a read that the tests tell apart.
const (
	readOK     = int(C.FFIGUARD_OK)
	readClosed = int(C.FFIGUARD_CLOSED)
	readStale  = int(C.FFIGUARD_STALE)
)

// lent is the token of memory of C++'s.
type lent C.ffiguard_token

// onPacket is called with memory that is good for the call.
type onPacket func(packet lent)

//export goOnPacket
func goOnPacket(user C.uint64_t, packet C.ffiguard_token) {
	cgo.Handle(user).Value().(onPacket)(lent(packet))
}

// receive has C++ lend a text to call, and free it after.
func receive(call onPacket, native bool) error {
	var onThread C.int32_t
	if native {
		onThread = 1
	}
	var e C.ffiguard_error
	return check(C.shim_packet(C.uint64_t(cgo.NewHandle(call)), C.ffiguard_user_release(C.goLetGo),
		onThread, &e), &e)
}

func (packet lent) read(to []byte, offset int) (int, int) {
	var copied C.uint64_t
	status := C.packet_read(C.ffiguard_token(packet), C.uint64_t(offset),
		unsafe.Pointer(unsafe.SliceData(to)), C.uint64_t(len(to)), &copied, nil)
	return int(copied), int(status)
}

func (packet lent) release() int {
	return int(C.packet_release(C.ffiguard_token(packet), nil))
}

// store is the token of an object that lends its text.
type store C.ffiguard_token

// storeText is the token of such a text.
type storeText C.ffiguard_token

func newStore() (store, error) {
	var made C.ffiguard_token
	var e C.ffiguard_error
	err := check(C.store_new(&made, &e), &e)
	return store(made), err
}

func (s store) text() (storeText, error) {
	var made C.ffiguard_token
	var e C.ffiguard_error
	err := check(C.store_text(C.ffiguard_token(s), &made, &e), &e)
	return storeText(made), err
}

func (s store) release() error {
	var e C.ffiguard_error
	return check(C.store_release(C.ffiguard_token(s), &e), &e)
}

func (text storeText) read(to []byte) (int, int) {
	var copied C.uint64_t
	status := C.text_read(C.ffiguard_token(text), 0, unsafe.Pointer(unsafe.SliceData(to)),
		C.uint64_t(len(to)), &copied, nil)
	return int(copied), int(status)
}

// copyAll is all of it, which Go keeps.
func (text storeText) copyAll() (string, error) {
	var all C.ffiguard_buffer
	var e C.ffiguard_error
	if err := check(C.text_copy(C.ffiguard_token(text), &all, &e), &e); err != nil {
		return "", err
	}
	defer C.ffiguard_buffer_release(&all)
	return string(unsafe.Slice((*byte)(all.data), all.size)), nil
}

func liveLoans() uint64 {
	return uint64(C.packet_live_count() + C.text_live_count() + C.store_live_count())
}
