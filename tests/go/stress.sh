#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# 8 goroutines open, write, close, close again and abandon streams, with AddressSanitizer over the
# C++. Prints "opened=N released=N live=0", or fails.
#
#   tests/go/stress.sh [SECONDS]     30 if not given
set -euo pipefail
seconds=${1:-30}
source "$(dirname "$0")/env.sh"

binary=$(mktemp)
trap 'rm -f "$binary"' EXIT
go_asan test -c -o "$binary" .
FFIGUARD_STRESS_SECONDS=$seconds fixed_addresses "$binary" -test.run '^TestStress$' -test.timeout 0
