#!/usr/bin/env bash
# Shows the web example: brings it up, asks it, rolls a new version out under load, kills a task, and leaves it running.
#
#   demo.sh          (make demo)
#   demo.sh down     (make demo-down)
set -euo pipefail
cd "$(dirname "$0")/../.."
export LC_ALL=C.UTF-8
seatrial=.venv/bin/seatrial
template=examples/web/template.yaml
stack=web

main() {
    case "${1:-}" in
        "") demo ;;
        down) down ;;
        *) sed -n 's/^#   //p' "$0" >&2; exit 2 ;;
    esac
}

demo() {
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT

    heading "Bring the stack up, as its template says"
    show "$seatrial" up "$template" --stack "$stack" -d
    url=$(field "next(l['url'] for l in s['listeners'] if l['port'] == 80)")

    heading "Ask it, twice: two tasks in two zones answer in turn"
    show curl -s "$url"
    show curl -s "$url"

    heading "Roll version 2 out, with requests coming in all the time"
    touch "$work/going"
    load "$url" &
    load_pid=$!
    show "$seatrial" up "$template" --stack "$stack" --param Image=localhost/seatrial-web:2 -d
    rm "$work/going"
    wait "$load_pid"
    echo
    echo "what these requests got, as status and version:"
    sort "$work/answers" | uniq -c

    heading "End a task from the inside: the service replaces it"
    echo
    echo "$ curl -X POST $url/exit?code=1"
    victim=$(curl -s -D - -o /dev/null -m 10 -X POST "$url/exit?code=1" | tr -d '\r' | sed -n 's/^x-task: //Ip')
    wait_until "task $victim has stopped" "any(t['id'] == '$victim' and t['last_status'] == 'STOPPED' for t in s['tasks'])"
    wait_until "as many run as are desired" \
        "all(v['running'] == v['desired'] and not v['pending'] for v in s['services'])"
    wait_until "the load balancer finds them healthy" \
        "all(t['state'] in ('healthy', 'draining') for g in s['target_groups'] for t in g['targets'])"
    show "$seatrial" status --stack "$stack"

    printf '\nIt is left running. How to go on:\n\n'
    hint "curl $url" "in a browser too"
    hint "curl -X POST $url/fail" "a health check fails, the task is replaced"
    hint "curl '$url/memory?mib=600'" "more than the 512 MiB that the task has"
    hint "$seatrial status" "tasks, targets, addresses"
    hint "$seatrial logs -f" "what the application writes"
    hint "$seatrial events -f" "what the service scheduler does"
    hint "$seatrial scale Service 4" "UpdateService with another desired count"
    hint "make demo-down" "takes it away, and leaves nothing behind"
}

down() {
    local stacks
    stacks=$("$seatrial" ls --json)
    if [ "$(json "any(x['stack'] == '$stack' for x in s)" <<<"$stacks")" = True ]; then
        "$seatrial" down "$stack" --yes
    else
        echo "no stack $stack is here"
    fi
}

# Requests one after another until the rollout is over: status and version of each.
load() {
    local body
    while [ -e "$work/going" ]; do
        body=$(curl -s -m 10 -w '\n%{http_code}' "$1" || true)
        echo "${body##*$'\n'} $(sed -n 's/^version  *//p' <<<"$body")" >>"$work/answers"
    done
}

# An expression over the stack's status as JSON, called s.
field() { "$seatrial" status --stack "$stack" --json | json "$1"; }

json() { .venv/bin/python -c 'import json, sys; s = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1"; }

wait_until() {
    local deadline=$((SECONDS + 120))
    echo "waiting until $1"
    until [ "$(field "$2")" = True ]; do
        [ "$SECONDS" -lt "$deadline" ] || { echo "it did not happen within two minutes" >&2; exit 1; }
        sleep 0.3
    done
}

hint() { printf '    %-46s  %s\n' "$1" "$2"; }

heading() { printf '\n== %s\n' "$1"; }

show() {
    printf '\n$ %s\n' "${*/#$seatrial/seatrial}"
    "$@"
}

main "$@"
