#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Runs a command in a clean clone of the last commit, in a bare Debian: a debootstrap with git and
# certificates only. What the command needs, it must install itself.
#
#   tests/tools/bare_chroot.sh FOLDER COMMAND...        for instance  /var/tmp/bare examples/run.sh
#   SUITE=trixie tests/tools/bare_chroot.sh FOLDER ...  another release: bookworm if not given
#
# It makes FOLDER if it is not there, and keeps it: the next run finds what the last one installed.
# From this machine come the name server, the sources of apt and the certificates. Needs root and debootstrap.
# The mounts live in a namespace of their own, so FOLDER can be removed when the command is over.
set -euo pipefail
[[ $# -ge 2 ]] || { sed -n '3,12s/^# \{0,1\}//p' "$0"; exit 2; }
folder=$(realpath -m "$1")
shift
tree=$(cd "$(dirname "$0")/../.." && pwd)

if [[ ! -e $folder/etc/debian_version ]]; then
    debootstrap --variant=minbase --include=ca-certificates,git "${SUITE:-bookworm}" "$folder"
fi
for file in /etc/resolv.conf /etc/pip.conf /etc/apt/sources.list.d/debian.sources \
    /usr/local/share/ca-certificates/*.crt; do
    [[ ! -r $file ]] || cp -L "$file" "$folder$file"
done
[[ ! -e $folder/etc/apt/sources.list.d/debian.sources ]] || rm -f "$folder/etc/apt/sources.list"
cp /etc/apt/apt.conf.d/99* "$folder/etc/apt/apt.conf.d/" 2>/dev/null || true

# The clone: what was built there stays, so that parts can be run one by one.
if [[ ! -e $folder/ffiguard/.git ]]; then git init -q "$folder/ffiguard"; fi
git -C "$folder/ffiguard" fetch -q "$tree" HEAD
git -C "$folder/ffiguard" reset -q --hard FETCH_HEAD

exec unshare -m --propagation private bash -c '
    set -e
    for part in proc sys dev dev/pts dev/shm; do mount --bind "/$part" "$0/$part"; done
    exec env -i HOME=/root TERM=dumb LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        ${http_proxy+http_proxy="$http_proxy"} ${https_proxy+https_proxy="$https_proxy"} \
        chroot "$0" sh -c "update-ca-certificates >/dev/null 2>&1; cd /ffiguard && exec \"\$@\"" sh "$@"
' "$folder" "$@"
