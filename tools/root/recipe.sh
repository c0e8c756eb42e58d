# SPDX-License-Identifier: GPL-2.0-only
# What the prepared root is made of and where it is kept. To be sourced.

set -euo pipefail

recipe_version=4
root_tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
checkout=$(cd "$root_tools/../.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/chan_sip
checkout_hash=$(printf '%s' "$checkout" | sha256sum | cut -c1-16)
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# Says what is being done.
say() { if [ -t 2 ]; then printf '\033[1m== %s\033[0m\n' "$*" >&2; else printf '== %s\n' "$*" >&2; fi; }
# Ends with a reason.
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# The packages of a layer, one a line.
packages() { sed 's/#.*//; /^[[:space:]]*$/d' "$root_tools/packages-$1"; }

# The same hash for the same text.
hash_of() { sha256sum | cut -c1-16; }

# Runs a command that is killed when this shell dies, however that happens.
bound() { setpriv --pdeathsig KILL -- "$@"; }

# The same in mount and process namespaces of its own: what it mounts and starts goes with it.
contained() { bound unshare --mount --pid --fork --kill-child --mount-proc --propagation private -- "$@"; }

# The packages that this machine lacks, one a line.
missing_tools() {
    command -v mmdebstrap >/dev/null || echo mmdebstrap
    command -v gpgv >/dev/null || echo gpgv
    { command -v unshare && command -v setpriv && command -v flock; } >/dev/null || echo util-linux
    [ -e "$keyring" ] || echo debian-archive-keyring
}

# Making and entering a root needs root's rights for chroot and mounts; says what else is wanted when there are none.
need_root() {
    [ "$(id -u)" -eq 0 ] && return
    local missing
    missing=$(missing_tools | paste -sd' ')
    die "must be run as root: the prepared root is entered with chroot and namespaces${missing:+ (missing here, and installed when root: $missing)}"
}

# What the machine must have is installed.
need_tools() {
    local missing
    command -v apt-get >/dev/null || die "this machine has no apt; a Debian-family machine is needed"
    mapfile -t missing < <(missing_tools)
    [ ${#missing[@]} -eq 0 ] && return
    say "installing what is missing here: ${missing[*]}"
    apt-get -qq update >&2 || true
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}" >&2 ||
        die "could not install: ${missing[*]}"
}

# The Debian mirror: DEBIAN_MIRROR, or the one that the machine's own apt uses.
mirror() {
    if [ -n "${DEBIAN_MIRROR:-}" ]; then
        printf '%s\n' "${DEBIAN_MIRROR%/}"
        return
    fi
    local found
    found=$(apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(REPO_URI)' 2>/dev/null |
        awk -F'|' '$1 == "Debian" && $2 == "Debian" { print $3; exit }')
    if [ -z "$found" ]; then
        found=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
            sed -nE 's/^URIs:[[:space:]]*([^[:space:]]+).*/\1/p; s/^deb[[:space:]]+(\[[^]]*\][[:space:]]+)?([^[:space:]]+).*/\2/p' |
            grep -E '/debian/?$' | head -n 1) || true
    fi
    [ -n "$found" ] || die "no Debian mirror among this machine's apt sources; name one with DEBIAN_MIRROR"
    printf '%s\n' "${found%/}"
}

# apt-get that looks at one suite of the mirror and at nothing of the machine's. Usage: suite_apt SUITE CALL...
suite_apt() {
    local suite=$1 dir=$cache/apt/$1
    shift
    mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial" "$dir/etc"
    printf 'deb [signed-by=%s] %s %s main\ndeb-src [signed-by=%s] %s %s main\n' \
        "$keyring" "$(mirror)" "$suite" "$keyring" "$(mirror)" "$suite" > "$dir/etc/sources.list"
    "$1" -o Dir::Etc::sourcelist="$dir/etc/sources.list" -o Dir::Etc::sourceparts=/dev/null \
        -o Dir::State::lists="$dir/lists" -o Dir::Cache="$dir/cache" -o Dir::State::status=/dev/null \
        -o APT::Sandbox::User=root -o Acquire::Languages=none "${@:2}"
}

# Reads a suite's package lists: prints yes when the mirror's Release file is past its date (a frozen mirror), otherwise
# no; fails with apt's complaint on stderr. Signatures are verified in both cases.
read_suite() {
    local complaint until
    complaint=$(suite_apt "$1" apt-get -qq -o Acquire::Check-Valid-Until=false update 2>&1) ||
        { printf '%s\n' "$complaint" | grep '^[EW]:' >&2; return 1; }
    until=$(sed -n 's/^Valid-Until: //p' "$cache/apt/$1"/lists/*Release | head -n 1)
    if [ -n "$until" ] && [ "$(date -d "$until" +%s)" -lt "$(date +%s)" ]; then echo yes; else echo no; fi
}

# The version of Asterisk that a suite offers, as last read; nothing when it has none.
asterisk_of() { suite_apt "$1" apt-cache policy asterisk | awk '/Candidate:/ && $2 != "(none)" { print $2 }'; }

# Looks up which suite has Asterisk 22 and in which version: prints `SUITE VERSION FROZEN`.
offered() {
    local suite version frozen
    for suite in forky sid; do
        frozen=$(read_suite "$suite") || continue
        version=$(asterisk_of "$suite")
        case $version in
            1:22.*) printf '%s %s %s\n' "$suite" "$version" "$frozen"; return ;;
            '') ;;
            *) die "the mirror offers Asterisk $version in $suite; this driver is for Asterisk 22" ;;
        esac
    done
    die "the mirror $(mirror) offers no Asterisk in forky or sid, or it cannot be reached"
}

# Settings of a new root's apt: no services are started, and a frozen mirror is minded no more than outside.
# Usage: settle_root ROOT SUITE FROZEN
settle_root() {
    printf '#!/bin/sh\nexit 101\n' > "$1/usr/sbin/policy-rc.d"
    chmod 755 "$1/usr/sbin/policy-rc.d"
    printf 'deb %s %s main\ndeb-src %s %s main\n' "$(mirror)" "$2" "$(mirror)" "$2" > "$1/etc/apt/sources.list"
    rm -f "$1"/etc/apt/sources.list.d/*
    [ "$3" = no ] || echo 'Acquire::Check-Valid-Until "false";' > "$1/etc/apt/apt.conf.d/90frozen"
    echo 'APT::Sandbox::User "root";' > "$1/etc/apt/apt.conf.d/90sandbox"
    apt-config dump 2>/dev/null | grep -E '^Acquire::https?::Proxy ' > "$1/etc/apt/apt.conf.d/90proxy" || true
}

# Makes a root from a suite's packages. Usage: bootstrap SUITE FROZEN TARGET PACKAGE...
# The folder has its name only when it is complete.
bootstrap() {
    local suite=$1 frozen=$2 target=$3 work=$3.new.$$ option
    shift 3
    rm -rf "$target".new.*
    local options=()
    [ "$frozen" = no ] || options+=(--aptopt='Acquire::Check-Valid-Until "false"')
    while read -r option; do options+=(--aptopt="$option"); done < <(apt-config dump | grep -E '^Acquire::https?::Proxy ')
    contained mmdebstrap --mode=root --variant=minbase "${options[@]}" --include="$(IFS=,; echo "$*")" \
        --essential-hook='printf "#!/bin/sh\nexit 101\n" > "$1/usr/sbin/policy-rc.d"; chmod 755 "$1/usr/sbin/policy-rc.d"' \
        "$suite" "$work" "deb [signed-by=$keyring] $(mirror) $suite main" >&2 || { rm -rf "$work"; die "the root could not be made"; }
    settle_root "$work" "$suite" "$frozen"
    mkdir -p "$work/src"
    mv "$work" "$target"
}
