#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Builds the site of docs/ and looks at every page in a headless chromium: see browser.py. Not in the default
# run, as it installs a browser and takes a minute or two. Pictures are in build/site-shots.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/tools/common.sh

skip() {
    echo "skipped: site: $1"
    exit 77
}
python_has() { python3 -c "import $1" 2>/dev/null; }

python_has material && python_has selenium || install_python_packages mkdocs-material selenium
python_has material && python_has selenium || skip "no mkdocs-material or selenium"
missing=()
has chromium || missing+=(chromium)
has chromedriver || missing+=(chromium-driver)
install_packages "${missing[@]}"
has chromium && has chromedriver || skip "no chromium or chromedriver"

export NO_MKDOCS_2_WARNING=1 # it speaks of another program
python3 -m mkdocs --quiet build --strict --clean -f docs/mkdocs.yml
python3 tests/docs/browser.py build/site build/site-shots
