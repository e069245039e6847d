#!/usr/bin/env bash
# Writes requirements.lock and requirements-dev.lock from pyproject.toml, with hashes.
#
# A lock file says what, never from where: no index, host, folder or option of the machine it was made on.
set -euo pipefail
cd "$(dirname "$0")/.."
python="${1:?which python, with pip-tools}"
export CUSTOM_COMPILE_COMMAND="make lock"
options=(--quiet --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links
    --no-emit-trusted-host --no-emit-options --build-deps-for=editable --upgrade)
"$python" -m piptools compile "${options[@]}" --output-file requirements.lock pyproject.toml
"$python" -m piptools compile "${options[@]}" --extra dev --constraint requirements.lock \
    --output-file requirements-dev.lock pyproject.toml
if grep -nE '^(-|--)|://|@ file|(^|[^a-z])/(home|root|opt|tmp|work)/' requirements.lock requirements-dev.lock; then
    echo "lock: a lock file names a place" >&2
    exit 1
fi
