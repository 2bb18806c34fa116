#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# One host loads the same plugin in C, C++ (twice), Go and Rust, uses it, closes it, and prints what
# has become of it and why. Fails where the kernel, the plugin or its build tell another story.
#
#   examples/plugin_host/run.sh
#   FFIGUARD_CHECKED=1 examples/plugin_host/run.sh   the host under AddressSanitizer
#
# Exit status 77: there is no C++ compiler.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/tools/common.sh
has "${CXX:-g++}" || { echo "skipped: plugin_host: no ${CXX:-g++}"; exit 77; }
out=build/examples/plugin_host
if [[ -n ${FFIGUARD_CHECKED:-} ]]; then
    export CXXFLAGS='-O1 -g -fsanitize=address,undefined'
    out=$out-checked
fi
bash examples/plugin_host/build.sh "$out"
fixed_addresses "$out/host" "$out"/*.so | tee "$out/table"

# The kernel knows whether a plugin has gone. Why it has not is known from how it was built.
stays_because() { # stays_because PLUGIN REASON
    [[ ! -e $out/$1.so ]] || grep -qE "^$1 .*\| still resident +\| $2 " "$out/table" ||
        { echo "$1: FAILED: it stays because of its $2"; exit 1; }
}
stays_because cpp_unique 'unique symbols'
stays_because go 'Go runtime'
