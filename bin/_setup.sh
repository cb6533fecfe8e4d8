# Sourced by bin/demo and bin/test, with $checkout set: makes .venv in the checkout and installs what the
# locks in requirements/ name. A second run finds the stamps of the first and installs nothing.
# shellcheck shell=sh

# shellcheck disable=SC2154
venv="$checkout/.venv"

# Where this is set uv compiles nothing, and each start of the program would pay for it.
unset PYTHONDONTWRITEBYTECODE
export UV_COMPILE_BYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore

say() {
    printf '%s\n' "$*" >&2
}

refuse() {
    say "$*"
    exit 1
}

has_uv() {
    command -v uv >/dev/null 2>&1
}

# Prints the first Python that is new enough and can make a virtual environment.
find_python() {
    without_venv=
    for name in python3.13 python3.12 python3.11 python3; do
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue
        if "$name" -c 'import ensurepip, venv' >/dev/null 2>&1; then
            printf '%s\n' "$name"
            return
        fi
        without_venv=$name
    done
    [ -z "$without_venv" ] || refuse "$without_venv is here but cannot make a virtual environment:" \
        "install the package python3-venv (Debian and Ubuntu: apt-get install python3-venv) and try again."
    refuse "BalkanCluster needs Python 3.11 or later, or uv, and found neither: install one of them and try again."
}

venv_works() {
    if has_uv; then
        "$venv/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
    else
        "$venv/bin/python" -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
    fi
}

make_venv() {
    if has_uv; then
        say "Making .venv …"
        uv venv --quiet --clear --python '>=3.11' "$venv"
    else
        python=$(find_python)
        say "Making .venv with $python …"
        "$python" -m venv --clear "$venv"
    fi
}

pip_install() {
    if has_uv; then
        uv pip install --quiet --python "$venv/bin/python" "$@"
    else
        "$venv/bin/python" -m pip install --quiet "$@"
    fi
}

# install_once NAME STAMP ARGUMENT...: installs unless .venv says that this very thing was installed.
install_once() {
    stamp_file="$venv/.installed-$1"
    stamp=$2
    [ "$(cat "$stamp_file" 2>/dev/null)" != "$stamp" ] || return 0
    say "Installing $1 …"
    shift 2
    pip_install "$@"
    printf '%s\n' "$stamp" >"$stamp_file"
}

# set_up NAME...: installs requirements/NAME.txt and then the checkout itself into .venv.
set_up() {
    venv_works || make_venv
    for name in "$@"; do
        lock="$checkout/requirements/$name.txt"
        install_once "$name" "$(cksum <"$lock")" --require-hashes --requirement "$lock"
    done
    # The installed package points at the checkout, so a checkout that was moved is installed again.
    install_once balkancluster "$(cksum <"$checkout/pyproject.toml") $checkout" \
        --no-deps --no-build-isolation --editable "$checkout"
}
