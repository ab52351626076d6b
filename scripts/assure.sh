#!/bin/sh
# What only the long trials need: a PostgreSQL as the distribution ships it, and a proxy.
set -eu
missing=
[ -x /usr/lib/postgresql/15/bin/postgres ] || missing="$missing postgresql-15"
command -v nginx >/dev/null 2>&1 || [ -x /usr/sbin/nginx ] || missing="$missing nginx-light"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ]; then
    echo "缺少$missing：请先用 root 执行 apt-get install$missing" >&2
    exit 2
fi
apt-get update
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
