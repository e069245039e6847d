#!/usr/bin/env bash
# What `make setup` does, each part on its own and safe to repeat:
#
#   setup.sh packages              installs the Debian packages that are missing; only this needs root or sudo
#   setup.sh venv DIR LOCK         makes the virtual environment with what LOCK names, and the seatrial command
#   setup.sh install DIR LOCK      installs what LOCK names into it
set -euo pipefail
cd "$(dirname "$0")/.."

# The command that shows a package is there, and the package. /usr/sbin is not on every user's PATH.
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
NEEDED="podman:podman
conmon:conmon
newuidmap:uidmap
nft:nftables
ip:iproute2
haproxy:haproxy
unshare:util-linux
busybox:busybox-static
curl:curl"

main() {
    case "${1:-}" in
        packages) packages ;;
        venv) make_venv "$2" "$3" ;;
        install) install_lock "$2" "$3" ;;
        *) sed -n 's/^#   //p' "$0" >&2; exit 2 ;;
    esac
}

missing_packages() {
    local line
    while IFS= read -r line; do
        command -v "${line%%:*}" >/dev/null || echo "${line#*:}"
    done <<<"$NEEDED"
    # podman looks for it in its own folders, not on PATH; without it podman warns at every start.
    [ -e /usr/lib/podman/netavark ] || [ -e /usr/libexec/podman/netavark ] || echo netavark
    # What PidMode and initProcessEnabled need as the first process of a namespace.
    [ -e /usr/libexec/podman/catatonit ] || command -v catatonit > /dev/null || echo catatonit
    command -v runc >/dev/null || command -v crun >/dev/null || echo runc
    # Debian's Python comes without what makes virtual environments.
    [ -x .venv/bin/python ] || "$(python_command)" -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
}

packages() {
    local missing as_root=()
    missing=$(missing_packages | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    if ! command -v apt-get >/dev/null; then
        say "this host lacks what these Debian packages hold: $missing"
        say "it has no apt-get: install them with its own package manager, then run make setup again"
        say "(names elsewhere are mostly the same: podman runc shadow-utils/uidmap nftables iproute haproxy busybox)"
        exit 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            say "missing Debian packages: $missing"
            say "installing them needs root, and there is no sudo. As root run:"
            say "    apt-get install --no-install-recommends $missing"
            exit 1
        fi
        as_root=(sudo)
        say "sudo is needed for one thing, to install Debian packages: $missing"
    else
        say "installing Debian packages: $missing"
    fi
    "${as_root[@]}" apt-get update -q >/dev/null || say "apt-get update failed; going on with the lists that are here"
    # shellcheck disable=SC2086  # a list of words
    if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends $missing >/dev/null; then
        say "that did not work. As root run:"
        say "    apt-get install --no-install-recommends $missing"
        exit 1
    fi
    # Debian starts HAProxy as a service when it is installed. Seatrial runs its own and leaves that one to its owner.
}

# The Python to use: $PYTHON, else the distribution's (every user may read it, so tests can run as another one), else PATH's.
python_command() {
    local candidate
    for candidate in ${PYTHON:-} /usr/bin/python3 python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    say "Python 3.11 or newer is needed; name it with: make setup PYTHON=/path/to/python3"
    exit 1
}

make_venv() {
    local venv="$1" lock="$2"
    if ! "$venv/bin/python" -c '' 2>/dev/null; then
        say "making $venv"
        "$(python_command)" -m venv --clear "$venv"
    fi
    install_lock "$venv" "$lock"
    # The build tools are in the lock too: nothing is fetched outside it.
    "$venv/bin/python" -m pip install --quiet --no-deps --no-build-isolation --editable .
}

install_lock() {
    say "installing what $2 names into $1"
    "$1/bin/python" -m pip install --quiet --require-hashes --requirement "$2"
}

say() { echo "setup: $*" >&2; }

main "$@"
