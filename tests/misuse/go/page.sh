#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Makes docs/misuse.md of the corpus and of what the naive shim does on this machine.
set -euo pipefail
source "$(dirname "$0")/../../go/env.sh"
cd ../../tests/misuse/go

outcomes=$(mktemp -d)
trap 'rm -rf "$outcomes"' EXIT
FFIGUARD_OUTCOMES=$outcomes/plain go test -count=1 -run '^TestNaive$' .
FFIGUARD_OUTCOMES=$outcomes/asan go_asan test -count=1 -run '^TestNaive$' .
FFIGUARD_PAGE="$outcomes/plain $outcomes/asan" go test -count=1 -run '^TestThePageIsThatOfTheCorpus$' .
