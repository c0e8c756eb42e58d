# SPDX-License-Identifier: GPL-2.0-only
# What the prepared root is made of and where it is kept. To be sourced.

set -euo pipefail

recipe_version=1
root_tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
checkout=$(cd "$root_tools/../.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/chan_sip
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# Says what is being done.
say() { printf '\033[1m== %s\033[0m\n' "$*" >&2; }
# Ends with a reason.
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# The packages of a layer, one a line.
packages() { sed 's/#.*//; /^[[:space:]]*$/d' "$root_tools/packages-$1"; }

# The same hash for the same text.
hash_of() { sha256sum | cut -c1-16; }

# What the machine must have; installed when we may, named when not.
need_tools() {
    local missing=()
    command -v mmdebstrap >/dev/null || missing+=(mmdebstrap)
    command -v apt-get >/dev/null || die "this machine has no apt; a Debian-family machine is needed"
    command -v unshare >/dev/null || missing+=(util-linux)
    command -v gpgv >/dev/null || missing+=(gpgv)
    [ -e "$keyring" ] || missing+=(debian-archive-keyring)
    [ ${#missing[@]} -eq 0 ] && return
    [ "$(id -u)" -eq 0 ] || die "these packages are missing, and only root may install them: ${missing[*]}"
    say "installing what is missing here: ${missing[*]}"
    apt-get -qq update >&2 || true
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}" >&2 ||
        die "could not install: ${missing[*]}"
}

# Making and entering a root needs chroot and mounts.
need_root() {
    [ "$(id -u)" -eq 0 ] || die "must be run as root: the prepared root is entered with chroot and namespaces of its own"
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

# Looks up which suite has Asterisk 22 and in which version: prints `SUITE VERSION FROZEN`, where FROZEN is yes for a
# mirror whose Release file is past its date; its signatures count all the same.
offered() {
    local suite version frozen
    for suite in forky sid; do
        frozen=no
        if ! suite_apt "$suite" apt-get -qq update >/dev/null 2>&1; then
            suite_apt "$suite" apt-get -qq -o Acquire::Check-Valid-Until=false update >/dev/null 2>&1 || continue
            frozen=yes
        fi
        version=$(suite_apt "$suite" apt-cache policy asterisk | awk '/Candidate:/ { print $2 }')
        [ -n "$version" ] && [ "$version" != "(none)" ] || continue
        case $version in
            1:22.*) printf '%s %s %s\n' "$suite" "$version" "$frozen"; return ;;
            *) die "the mirror offers Asterisk $version in $suite; this driver is for Asterisk 22" ;;
        esac
    done
    die "the mirror offers no Asterisk in forky or sid (or it cannot be reached)"
}
