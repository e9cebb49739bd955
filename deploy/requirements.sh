# Shared by the scripts beside it: what a machine must have, and how it gets there.

say() { printf '\n==> %s\n' "$*"; }

fail() {
    printf '\n%s\n' "$*" >&2
    exit 1
}

# Installs the Debian packages that are missing, or says which command would.
require_packages() {
    missing=()
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
            missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    command -v apt-get >/dev/null ||
        fail "Meridian needs ${missing[*]} and this machine has no apt-get: install them by hand, then run this again."
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
            as_root=(sudo)
        else
            fail "Meridian needs ${missing[*]}. Install them, then run this again: sudo apt-get update && sudo apt-get install -y ${missing[*]}"
        fi
    fi
    say "Installing ${missing[*]}"
    "${as_root[@]}" apt-get update -qq ||
        fail "The package lists could not be fetched: is this machine online? Then run this again."
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
        fail "Could not install ${missing[*]}: the message above says why. Then run this again."
}

require_swift() {
    command -v swift >/dev/null ||
        fail "Meridian is built with Swift 6.2 or later, and no swift is on the PATH: install it from https://www.swift.org/install, then run this again."
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -1)
    case $version in
        6.[2-9] | 6.[1-9][0-9] | [7-9].* | [1-9][0-9].*) ;;
        *) fail "Meridian is built with Swift 6.2 or later, and this is Swift ${version:-unknown}: install a newer one from https://www.swift.org/install, then run this again." ;;
    esac
}

# Puts axe-core, which looks for what keeps people out of a page, into .build/axe.
require_axe() {
    local package=axe-playwright-python==0.1.8
    [ "$(cat .build/axe/package 2>/dev/null)" = "$package" ] && return
    say "Fetching axe-core"
    rm -rf .build/axe
    mkdir -p .build
    python3 -m venv .build/axe && .build/axe/bin/pip install --quiet --no-deps "$package" ||
        fail "axe-core could not be fetched: the message above says why. Then run this again."
    echo "$package" >.build/axe/package
}

system_packages=(libsqlite3-dev libcurl4-openssl-dev)

# One build is tried and installed, and it runs where there is no Swift.
release=(swift build -c release --static-swift-stdlib)
