#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The Go module that cmake --install makes, as somebody else's module uses it: another path, a shim of
# its own, the headers by go generate, vendored, -trimpath, without C, as a shared library; and a third
# module that vendors that one.
set -euo pipefail
source "$(dirname "$0")/env.sh"
root=$(cd ../.. && pwd)
work=$(mktemp -d -t 'ffiguard module XXXXXX')
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
unset CGO_CPPFLAGS
export GOFLAGS=-buildvcs=false CGO_CXXFLAGS=-O0 # many builds, and nothing waits for the code

cmake -S "$root" -B "$work/build" -D FFIGUARD_BUILD_TESTS=OFF -D FFIGUARD_GO_MODULE=other.invalid/guard >/dev/null
cmake --install "$work/build" --prefix "$work/prefix" >/dev/null
touch "$work/prefix/share/ffiguard/go/headers/include/ffiguard/of_an_older_version.hpp"
cmake --install "$work/build" --prefix "$work/prefix" >/dev/null
mv "$work/prefix/share/ffiguard/go" "$work/ffiguard"
cmake -S "$root" -B "$work/build" -D CMAKE_INSTALL_DATADIR=/packages/share >/dev/null
DESTDIR="$work/stage" cmake --install "$work/build" --prefix /usr >/dev/null
diff -r "$work/stage/packages/share/ffiguard/go" "$work/ffiguard"
if grep -rn 'example.invalid\|@' --include=*.go --include=go.mod "$work/ffiguard" | grep -v 'e@\|@latest'; then
    echo "FAILED: a path was left"
    exit 1
fi
unformatted=$(gofmt -l "$work/ffiguard")
[[ -z $unformatted ]] || { echo "not as gofmt writes it: $unformatted"; exit 1; }
(cd "$work/ffiguard" && go vet ./...)

# A consumer: a module with a package of its own over a shim, and a program.
mkdir -p "$work/consumer/meter/include" "$work/consumer/cmd/use"
echo '#define OWN_HEADER 1' >"$work/consumer/meter/include/own.h"
cp "$root"/examples/meter/meter.{h,cpp} "$work/consumer/meter"
sed -e 's|example.invalid/ffiguard/examples/cgo/ffiguard|other.invalid/guard|' \
    -e "s|-I\${SRCDIR}/../../../include -I\${SRCDIR}/../../meter|-I\${SRCDIR}/include|" \
    -e 's|^// #include "meter.h"|&\n// #include "own.h"|' \
    "$root/examples/cgo/meter/meter.go" >"$work/consumer/meter/meter.go"
cat >"$work/consumer/meter/generate.go" <<'GO'
package meter

//go:generate go run other.invalid/guard/headers/write ./include
GO
cat >"$work/consumer/cmd/use/main.go" <<'GO'
package main

import (
	"fmt"

	"consumer.invalid/consumer/meter"
	"other.invalid/guard"
)

func main() {
	m, err := meter.New()
	if err != nil {
		panic(err)
	}
	fmt.Println(m.Add(1.5), m.Close(), m.Close(), ffiguard.Observe().Live)
}
GO
(cd "$work/consumer" &&
    printf 'module consumer.invalid/consumer\n\ngo 1.24\n' >go.mod &&
    go mod edit -require other.invalid/guard@v0.0.0 -replace other.invalid/guard=../ffiguard &&
    go get -tool other.invalid/guard/headers/write)
expected='<nil> <nil> closed 0'
check() { # check WHAT COMMAND...
    local got
    got=$("${@:2}" 2>&1) || true
    [[ $got == "$expected"* ]] || { echo "FAILED: $1: $got"; exit 1; }
    echo "ok: $1"
}

cd "$work/consumer"
go generate ./...
(cd meter && go generate ./... && [[ -e include/ffiguard/ffiguard.hpp ]]) # again, over the old
diff -r meter/include/ffiguard "$work/ffiguard/headers/include/ffiguard"
diff -r -x version.hpp meter/include/ffiguard "$root/include/ffiguard"
[[ -e meter/include/own.h ]] || { echo 'FAILED: own.h is gone'; exit 1; }
(cd meter && export GOPACKAGE=meter && go run other.invalid/guard/headers/write 'other include/' &&
    go list . >/dev/null && rm -r 'other include' &&
    { ! go run other.invalid/guard/headers/write ../include 2>"$work/refused"; } &&
    grep -q 'not below the directory' "$work/refused" && [[ ! -e ../include ]])
go generate ./...
check 'with a replace' go run ./cmd/use
check '-trimpath' go run -trimpath ./cmd/use
go mod vendor
check 'vendored' go run -mod=vendor ./cmd/use
mv "$work/ffiguard" "$work/elsewhere"
check 'vendored, without the module' go run -mod=vendor -trimpath ./cmd/use
go generate -mod=vendor ./... && echo 'ok: go generate from what is vendored'
size=$(go build -mod=vendor -o use ./cmd/use && stat -c %s use)
grep -q 'is the umbrella\|FFIGUARD_FFIGUARD_HPP' use && { echo 'FAILED: the program has the headers in it'; exit 1; }
echo "ok: $size bytes, without the headers"
mv "$work/elsewhere" "$work/ffiguard"

# Whoever imports the consumer's package, and vendors.
mkdir "$work/third"
cd "$work/third"
cp "$work/consumer/cmd/use/main.go" main.go
cat >go.mod <<'GO'
module third.invalid/third

go 1.24

require (
	consumer.invalid/consumer v0.0.0
	other.invalid/guard v0.0.0
)

replace (
	consumer.invalid/consumer => ../consumer
	other.invalid/guard => ../ffiguard
)
GO
rm -rf "$work/consumer/vendor"
go mod vendor
mv "$work/consumer" "$work/gone"
check 'vendored by a third module' go run -mod=vendor .
mv "$work/gone" "$work/consumer"

# Other shapes of a build.
cd "$work/consumer"
got=$(CGO_ENABLED=0 go build ./cmd/use 2>&1) && { echo 'FAILED: CGO_ENABLED=0 builds'; exit 1; }
grep -q 'needs_cgo' <<<"$got" || { echo "FAILED: CGO_ENABLED=0 says: $got"; exit 1; }
echo "ok: CGO_ENABLED=0: $(grep needs_cgo <<<"$got" | head -1)"
mkdir cmd/lib
sed -e 's/^import (/import "C"\n\nimport (/' -e 's/^func main() {/func main() {}\n\n\/\/export use\nfunc use() {/' cmd/use/main.go >cmd/lib/main.go
printf 'extern void use(void);\nint main(void) { use(); return 0; }\n' >host.c
for mode in c-shared c-archive; do
    library=libuse.$([[ $mode == c-shared ]] && echo so || echo a)
    go build -buildmode="$mode" -o "$library" ./cmd/lib
    "$CC" host.c "$PWD/$library" -o host -lstdc++ -ldl -pthread
    check "$mode" ./host
done
