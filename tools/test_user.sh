#!/usr/bin/env bash
# Runs a command with an ordinary user beside it, for tests of what works without root.
#
#   test_user.sh with COMMAND...
#
# As root it makes a user with subordinate ids, tells the command of it, and removes the user, its processes and its
# files however the command ends. Started by an ordinary user it makes nobody: that user is the ordinary one.
#
#   SEATRIAL_TEST_USER     the user's name; not set when there is none beside the one who runs the tests
#   SEATRIAL_TEST_PYTHON   a Python that this user can run and that imports seatrial and the tests
set -euo pipefail
cd "$(dirname "$0")/.."
[ "${1:-}" = with ] || { sed -n 's/^#   //p' "$0" >&2; exit 2; }
shift
[ "$(id -u)" -eq 0 ] || exec "$@"

venv_python="$PWD/.venv/bin/python"
user="seatrial-t$$"
home=$(mktemp -d /tmp/seatrial-user-XXXXXX)

remove_user() {
    local status=$? uid
    trap - EXIT
    if uid=$(id -u "$user" 2>/dev/null); then
        end_processes_of "$uid"
        userdel "$user" 2>/dev/null || true
        find /tmp /run/user /var/tmp -maxdepth 1 -uid "$uid" -exec rm -rf {} + 2>/dev/null || true
    fi
    rm -rf "$home"
    exit "$status"
}

# Every process of this user is of this run: the user was made for it. Rootless podman leaves one that holds its namespace.
end_processes_of() {
    local uid="$1" signal pid round
    for signal in TERM KILL; do
        for round in $(seq 50); do
            [ -n "$(pgrep -U "$uid" || true)" ] || return 0
            for pid in $(pgrep -U "$uid" || true); do
                [ "$round" -ne 1 ] || kill -s "$signal" "$pid" 2>/dev/null || true
            done
            sleep 0.1
        done
    done
}

# A Python that this user can run and that imports seatrial and the tests: the clone's own, or, where only root can enter
# the clone or the home of its Python, a copy with the distribution's Python.
readable_python() {
    local python="$venv_python" tests="$PWD/tests" source="$PWD/src" packages version
    packages=$("$venv_python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    if ! runuser -u "$user" -- "$venv_python" -c 'import seatrial' 2>/dev/null; then
        version=$("$venv_python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        python="/usr/bin/python$version"
        if [ ! -x "$python" ]; then
            echo "test_user: an ordinary user can run neither $venv_python nor $python" >&2
            echo "test_user: make .venv with the distribution's Python: make setup PYTHON=/usr/bin/python3" >&2
            return 1
        fi
        mkdir -p "$home/python"
        cp -r "$packages" "$home/python/packages"
        cp -r tests "$home/python/tests"
        cp -r src "$home/python/src"
        tests="$home/python/tests" source="$home/python/src" packages="$home/python/packages"
        chmod -R a+rX "$home/python"
    fi
    printf '#!/bin/sh\nPYTHONPATH=%s exec %s -s "$@"\n' "$tests:$source:$packages" "$python" >"$home/run-python"
    chmod 755 "$home/run-python"
    echo "$home/run-python"
}

trap remove_user EXIT
trap 'exit 143' TERM
trap 'exit 130' INT
useradd --no-create-home --home-dir "$home/home" --shell /bin/sh "$user"
grep -q "^$user:" /etc/subuid || usermod --add-subuids 2000000000-2000065535 --add-subgids 2000000000-2000065535 "$user"
chmod 711 "$home"
mkdir -m 700 "$home/home"
chown "$user:" "$home/home"
SEATRIAL_TEST_PYTHON=$(readable_python)
SEATRIAL_TEST_USER="$user"
export SEATRIAL_TEST_USER SEATRIAL_TEST_PYTHON
"$@"
