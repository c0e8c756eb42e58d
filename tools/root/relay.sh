# SPDX-License-Identifier: GPL-2.0-only
# How a command runs in a root and how signals reach it. To be sourced after recipe.sh.

# Waits for a child and ends with its code; hands TERM and HUP to the processes that `$2` prints.
# An INT is left to the terminal, which gives it to the command itself.
await() {
    local child=$1 code=0
    trap "relay TERM $child \"$2\"" TERM
    trap "relay HUP $child \"$2\"" HUP
    trap : INT
    while :; do
        code=0
        wait "$child" || code=$?
        kill -0 "$child" 2>/dev/null || break
    done
    wait "$child" 2>/dev/null || code=$?
    exit "$code"
}

# Hands on a signal. When there is nobody yet to take it, the child is ended before it begins.
relay() {
    local target
    target=$(eval "$3")
    if [ -n "$target" ]; then kill -s "$1" $target 2>/dev/null || true; else kill -KILL "$2" 2>/dev/null || true; fi
}

# Runs a command in a root with namespaces of its own and ends with its code.
# Usage: run_in_root ROOT [--net|''] FOLDER=PLACE... -- [VARIABLE=VALUE...] COMMAND...
run_in_root() {
    local root=$1 net=$2 input
    shift 2
    exec {input}<&0
    setpriv --pdeathsig KILL -- unshare --mount --pid --fork --kill-child --propagation private ${net:+"$net"} -- \
        bash "$root_tools/first_process" "$root" "$net" "$@" <&"$input" &
    await $! "cat /proc/$!/task/$!/children 2>/dev/null"
}
