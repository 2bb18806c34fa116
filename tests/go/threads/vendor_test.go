// SPDX-License-Identifier: BSL-1.0
package threads

import (
	"bytes"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"runtime/pprof"
	"strings"
	"syscall"
	"testing"

	"example.invalid/ffiguard/examples/cgo/ffiguard/ffitest"
)

func TestAVendorsInitialiserLeavesTheThreadAsItWas(t *testing.T) {
	ffitest.Unchanged(t, func() {
		told, err := vendorInit(false)
		if err != nil {
			t.Error(err)
		}
		for _, part := range []string{"signal mask: ", "name: ", "alternate stack: ", "rounding: "} {
			if !strings.Contains(told, part) {
				t.Errorf("%q is not told of: %s", part, told)
			}
		}
	})
}

// A collection stops a goroutine that is in a loop by SIGURG, which the initialiser blocks.
func TestChildCollectsAfterAVendor(t *testing.T) {
	naive := childMode(t)
	ready := make(chan error)
	go func() {
		runtime.LockOSThread()
		_, err := vendorInit(naive)
		ready <- err
		for i := 0; ; i++ {
		}
	}()
	if err := <-ready; err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	fmt.Println("collected")
	os.Exit(0)
}

func TestCollectsAfterAVendor(t *testing.T) {
	if output := child(t, "TestChildCollectsAfterAVendor", false); !strings.Contains(output, "collected") {
		t.Error("no collection:", output)
	}
	if strings.Contains(child(t, "TestChildCollectsAfterAVendor", true), "collected") {
		t.Error("the naive code did no harm: this test proves nothing")
	}
}

func TestChildNamesWhatAVendorChanges(t *testing.T) {
	naive := childMode(t)
	fmt.Println("told:", unchanged(t, func() {
		vendorInit(naive)
		if naive {
			vendorInitProcess()
		}
	}))
	os.Exit(0)
}

func TestUnchangedNamesWhatAVendorChanges(t *testing.T) {
	if output := child(t, "TestChildNamesWhatAVendorChanges", false); !strings.HasPrefix(output, "told: \n") {
		t.Error(output)
	}
	output := child(t, "TestChildNamesWhatAVendorChanges", true)
	for _, part := range []string{"signal mask: ", "URG", "signal dispositions: USR1 handled -> ignored"} {
		if !strings.Contains(output, part) {
			t.Errorf("%q is missing: %s", part, output)
		}
	}
}

func TestChildSeesTheProcess(t *testing.T) {
	childMode(t)
	fmt.Println("told:", unchanged(t, vendorInitProcess))
	os.Exit(0)
}

func TestUnchangedSeesSignalsAndLocaleOfTheProcess(t *testing.T) {
	output := child(t, "TestChildSeesTheProcess", true)
	if !strings.Contains(output, "signal dispositions: USR1 handled -> ignored; process locale: C -> C.UTF-8") {
		t.Error(output)
	}
}

// What Go itself makes of signals, then and there, is no fault of the call.
func TestUnchangedTakesWhatGoDoes(t *testing.T) {
	notified := make(chan os.Signal, 1)
	defer signal.Stop(notified)
	var profile bytes.Buffer
	defer pprof.StopCPUProfile()
	ffitest.Unchanged(t, func() {
		signal.Notify(notified, syscall.SIGUSR2, syscall.SIGHUP)
		if err := pprof.StartCPUProfile(&profile); err != nil {
			t.Error(err)
		}
		runtime.GC()
	})
}
