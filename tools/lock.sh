#!/usr/bin/env bash
# Writes the lock files from pyproject.toml, with hashes: to run Seatrial, to work on it, and to run it with linters.
#
# A lock file says what, never from where: no index, host, folder or option of the machine it was made on.
set -euo pipefail
cd "$(dirname "$0")/.."
python="${1:?which python, with pip-tools}"
export CUSTOM_COMPILE_COMMAND="make lock"
options=(--quiet --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links
    --no-emit-trusted-host --no-emit-options --build-deps-for=editable --upgrade)
"$python" -m piptools compile "${options[@]}" --output-file requirements.lock pyproject.toml
for extra in dev linters; do
    "$python" -m piptools compile "${options[@]}" --extra "$extra" --constraint requirements.lock \
        --output-file "requirements-$extra.lock" pyproject.toml
done
if grep -nE '^(-|--)|://|@ file|(^|[^a-z])/(home|root|opt|tmp|work)/' requirements*.lock; then
    echo "lock: a lock file names a place" >&2
    exit 1
fi
