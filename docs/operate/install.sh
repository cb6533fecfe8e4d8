#!/bin/sh
# Installs the checkout in which this file lies beside earlier versions, and makes it the one that is used:
# /srv/balkancluster/versions/NAME, to which /srv/balkancluster/venv points. What runs goes on with its own version
# until it is restarted or reloaded, and the one before is still there to go back to.
set -eu
checkout=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
home=/srv/balkancluster
version=$(date -u +%Y%m%dT%H%M%S)
new="$home/versions/$version"

mkdir -p "$home/versions"
python3 -m venv "$new"
cd -- "$checkout"
# Everything that is installed is named in the locks, with its hash.
"$new/bin/pip" install --quiet --require-hashes -r requirements/build.txt
"$new/bin/pip" install --quiet --require-hashes -r requirements/runtime.txt
"$new/bin/pip" install --quiet --no-deps --no-build-isolation .
"$new/bin/balkancluster" --version
ln -sfn "versions/$version" "$home/venv"
echo "$home/venv is now $version."
