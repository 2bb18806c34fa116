#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Bugs with names, put one at a time into a copy of the headers: each must turn a test red within 60 s.
#
# usage: tests/deep/mutation.sh [OUT.json]          about 40 minutes on two processors
#        tests/deep/mutation.sh --only REGEX        some of them, by name or file
#        tests/deep/mutation.sh sample N            N random changes instead, by universalmutator
set -euo pipefail
tool=$(cd "$(dirname "$0")" && pwd)/mutation/mutate.py
if [[ ${1-} == sample ]]; then exec python3 "$tool" "$@"; fi
exec python3 "$tool" run "$@"
