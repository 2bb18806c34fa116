// SPDX-License-Identifier: BSL-1.0

package ffipprof_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"example.invalid/ffiguard/examples/cgo/ffiguard"
	"example.invalid/ffiguard/examples/cgo/ffiguard/ffipprof"
)

// A program that does not serve http.DefaultServeMux says where the profile is.
func ExampleHandler() {
	mux := http.NewServeMux()
	mux.Handle("/held", ffipprof.Handler(ffiguard.Live))

	answer := httptest.NewRecorder()
	mux.ServeHTTP(answer, httptest.NewRequest("GET", "/held?debug=1", nil))
	fmt.Println(answer.Code, strings.HasPrefix(answer.Body.String(), "ffiguard"))
	// Output: 200 true
}
