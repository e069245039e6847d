#!/usr/bin/env bash
# Builds localhost/seatrial-web:VERSION into podman's store, as root or as an ordinary user, without any registry.
#
#   build-image.sh VERSION
#
# The root file system is this machine's own Python: the interpreter, the libraries it is linked with, its standard
# library compiled beforehand (so that a container starts fast), a busybox for those who look inside, and the
# application. Nothing is done when the image is there and made from the same things.
set -euo pipefail
cd "$(dirname "$0")"
export LC_ALL=C.UTF-8

version="${1:-}"
[[ "$version" =~ ^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$ ]] || { sed -n 's/^#   //p' "$0" >&2; exit 2; }
image="localhost/seatrial-web:$version"
python=$(readlink -f "${PYTHON:-$(command -v /usr/bin/python3 || command -v python3)}")
busybox=$(command -v busybox || true)
label="dev.seatrial.web.recipe"

recipe=$(
    { cat build-image.sh app/*.py; echo "$version"; "$python" -VV; stat -L -c '%n %s %Y' "$python" $busybox; } |
        sha256sum | cut -c1-24
)
if [ "$(podman image inspect --format "{{index .Labels \"$label\"}}" "$image" 2>/dev/null)" = "$recipe" ]; then
    echo "$image is there"
    exit 0
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/seatrial-web-XXXXXX")
trap 'rm -rf "$work"' EXIT
root="$work/root"
mkdir -p "$root"/{app,bin,dev,etc,proc,sys,tmp,usr/bin,var/tmp}
chmod 1777 "$root/tmp" "$root/var/tmp"

stdlib=$("$python" -I -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')
dynload=$("$python" -I -c 'import sysconfig; print(sysconfig.get_config_var("DESTSHARED"))')

# What a web application has no use for: tests, windows, installers, terminals, and modules that need further libraries.
mkdir -p "$root$stdlib"
tar -C "$stdlib" -cf - --exclude-vcs --exclude=__pycache__ --exclude='./config-*' --exclude=./lib-dynload \
    --exclude=./site-packages --exclude=./dist-packages --exclude=./sitecustomize.py --exclude=./EXTERNALLY-MANAGED \
    $(printf -- '--exclude=./%s ' test tests idlelib tkinter turtle.py turtledemo lib2to3 ensurepip distutils pydoc_data \
        venv curses dbm sqlite3 unittest/test ctypes/test xmlrpc wsgiref) . | tar -C "$root$stdlib" -xf -
mkdir -p "$root$dynload"
modules=()
for module in "$dynload"/*.so; do
    case "$(basename "$module")" in
        *test* | _tkinter* | _curses* | _dbm* | _gdbm* | _sqlite3* | readline* | nis* | ossaudio* | xx* | _xx* | _crypt*) ;;
        *) modules+=("$module") ;;
    esac
done
cp -L "${modules[@]}" "$root$dynload/"

# Every shared library that these are linked with, at the path where the loader looks for it.
ldd "$python" "${modules[@]}" 2>/dev/null | grep -oE '/[^ ]+\.so[^ ]*' | grep -v ':$' | sort -u | while read -r library; do
    case "$library" in "$dynload"/*) continue ;; esac
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
done

mkdir -p "$root$(dirname "$python")"
cp "$python" "$root$python"
[ "$python" = /usr/bin/python3 ] || ln -sf "$python" "$root/usr/bin/python3"
if [ -n "$busybox" ] && "$busybox" --list >/dev/null 2>&1; then
    cp -L "$busybox" "$root/bin/busybox"
    "$busybox" --list | grep -vx busybox | while read -r applet; do ln -s busybox "$root/bin/$applet"; done
fi
cp app/app.py app/page.py app/healthcheck.py "$root/app/"
echo 'root:x:0:0:root:/:/bin/sh
app:x:10001:10001:app:/app:/bin/sh' >"$root/etc/passwd"
echo 'root:x:0:
app:x:10001:' >"$root/etc/group"

# Compiled by its own interpreter; the pages of a layer never change, so nothing needs to be checked at start.
"$python" -I -m compileall -q -j 0 --invalidation-mode unchecked-hash -s "$root" "$root$stdlib" "$root/app" || true
[ -e "$root/app/__pycache__" ]

tar -C "$root" --owner=0 --group=0 --numeric-owner --sort=name --mtime=@0 -cf - . |
    podman import --quiet \
        --change "ENV APP_VERSION=$version" \
        --change 'ENV PYTHONUNBUFFERED=1' \
        --change 'ENV PATH=/usr/bin:/bin' \
        --change 'WORKDIR /app' \
        --change 'USER 10001:10001' \
        --change 'EXPOSE 8080' \
        --change 'STOPSIGNAL SIGTERM' \
        --change 'CMD ["/usr/bin/python3", "/app/app.py"]' \
        --change "LABEL $label=$recipe" \
        - "$image" >/dev/null
echo "$image built ($(du -sm "$root" | cut -f1) MB)"
