// SPDX-License-Identifier: BSL-1.0

package ffiguard

// #include <ffiguard/ffiguard.h>
import "C"

// ThreadState is the state of an OS thread: its signal mask, CPUs, locale, name and so on. Also the
// process's disposition of each signal, and its locale.
type ThreadState C.ffiguard_thread_state

// TakeThreadState takes the state of the calling thread. Between two calls a goroutine stays on its
// thread only under runtime.LockOSThread.
func TakeThreadState() (state ThreadState, err error) {
	status := C.ffiguard_thread_state_take((*C.ffiguard_thread_state)(&state))
	return state, Check(status, (*C.ffiguard_error)(nil))
}

// Compare returns nil if nothing has changed from before to after, or an error that says what has.
// It leaves out errno, which cgo's two-value form reports.
func (before *ThreadState) Compare(after *ThreadState) error {
	var e C.ffiguard_error
	return Check(C.ffiguard_thread_state_difference((*C.ffiguard_thread_state)(before),
		(*C.ffiguard_thread_state)(after), C.FFIGUARD_THREAD_ALL&^C.FFIGUARD_THREAD_ERRNO, &e), &e)
}
