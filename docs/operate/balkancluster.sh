#!/bin/sh
# /usr/local/bin/balkancluster: runs a command as the server's user, with the settings of the server.
set -eu
set -a
. /etc/balkancluster.env
set +a
cd /srv/balkancluster
if [ "$(id -un)" = balkancluster ]; then
    exec /srv/balkancluster/venv/bin/balkancluster "$@"
fi
exec runuser -u balkancluster -- /srv/balkancluster/venv/bin/balkancluster "$@"
