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

# Runs a command in a root with namespaces of its own and ends with its code. OPTIONS are words of one argument: `--net` (a network
# namespace with only a loopback) and `--read-only` (the root, but for /tmp and what is mounted in it).
# Usage: run_in_root ROOT OPTIONS FOLDER=PLACE... -- [VARIABLE=VALUE...] COMMAND...
run_in_root() {
    local root=$1 options=$2 net=() input
    shift 2
    [[ " $options " != *" --net "* ]] || net=(--net)
    exec {input}<&0
    setpriv --pdeathsig KILL -- unshare --mount --pid --fork --kill-child --propagation private "${net[@]}" -- \
        bash "$root_tools/first_process" "$root" "$options" "$@" <&"$input" &
    await $! "cat /proc/$!/task/$!/children 2>/dev/null"
}
