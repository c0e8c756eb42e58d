# SPDX-License-Identifier: GPL-2.0-only
# For scripts that get packages by npm; they have sourced root/recipe.sh.

# Makes sure that npm is there. Usage: need_npm WHAT [--install]; installs it when asked to, otherwise ends with 3 and says why
# there is no WHAT.
need_npm() {
    if [ "${2:-}" = --install ] && ! command -v npm > /dev/null; then
        apt-get -qq update >&2 || true
        DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends npm >&2 || die "could not install npm"
    fi
    if ! command -v npm > /dev/null; then
        say "no $1: npm is not installed here (apt-get install npm)" >&2
        exit 3
    fi
}
