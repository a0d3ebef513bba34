#!/bin/bash
# Variables as in the official image: POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB (each also as …_FILE),
# POSTGRES_HOST_AUTH_METHOD, POSTGRES_INITDB_ARGS, PGDATA.
set -euo pipefail

main() {
  case "${1:-}" in -*) set -- postgres "$@" ;; esac
  if [ "${1:-}" != postgres ]; then exec "$@"; fi
  if [ "$(id -u)" = 0 ]; then become_postgres "$@"; fi

  mkdir -p "$PGDATA"
  chmod 700 "$PGDATA" 2>/dev/null || true
  if [ ! -s "$PGDATA/PG_VERSION" ]; then make_cluster; fi
  rm -rf "$unfinished"
  unset POSTGRES_PASSWORD POSTGRES_PASSWORD_FILE
  exec "$@"
}

unfinished=$PGDATA/unfinished-cluster

become_postgres() {
  mkdir -p "$PGDATA" /var/run/postgresql
  find "$PGDATA" ! -user postgres -exec chown postgres:postgres {} +
  find /var/run/postgresql ! -user postgres -exec chown postgres:postgres {} +
  exec setpriv --reuid postgres --regid postgres --init-groups -- "$0" "$@"
}

# Made in a folder of its own, moved up file by file, PG_VERSION last: with it the cluster is whole, without it nothing counts.
make_cluster() {
  local user password database
  user=$(value_of POSTGRES_USER postgres)
  password=$(value_of POSTGRES_PASSWORD '')
  database=$(value_of POSTGRES_DB "$user")
  if [ -z "$password" ] && [ "${POSTGRES_HOST_AUTH_METHOD:-}" != trust ]; then
    stop 'no superuser password; set POSTGRES_PASSWORD, or POSTGRES_HOST_AUTH_METHOD=trust where no one else can connect'
  fi
  clear_unfinished
  mkdir "$unfinished"
  init "$user" "$password" "$unfinished"
  if [ "$database" != postgres ]; then
    echo "CREATE DATABASE \"${database//\"/\"\"}\"" | single_user "$unfinished"
  fi
  sync
  find "$unfinished" -mindepth 1 -maxdepth 1 ! -name PG_VERSION -exec mv --target-directory "$PGDATA" {} +
  sync
  mv "$unfinished/PG_VERSION" "$PGDATA"
}

clear_unfinished() {
  if [ -d "$unfinished" ]; then
    others -exec rm -rf {} +
    rm -rf "$unfinished"
  fi
  if [ -n "$(others)" ]; then stop "$PGDATA holds files but no cluster; give an empty directory"; fi
}

others() {
  find "$PGDATA" -mindepth 1 -maxdepth 1 ! -name lost+found ! -path "$unfinished" "$@"
}

init() {
  local user=$1 password=$2 directory=$3 auth
  auth=(--auth-local=trust --auth-host=trust)
  # shellcheck disable=SC2086 # the arguments are a list of words
  if [ -n "$password" ]; then
    initdb "${auth[@]}" --username="$user" --pwfile=<(printf '%s\n' "$password") ${POSTGRES_INITDB_ARGS:-} --pgdata="$directory"
  else
    initdb "${auth[@]}" --username="$user" ${POSTGRES_INITDB_ARGS:-} --pgdata="$directory"
  fi
  printf '\nhost all all all %s\n' "${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" >> "$directory/pg_hba.conf"
  echo "listen_addresses = '*'" >> "$directory/postgresql.conf"
}

single_user() {
  postgres --single -D "$1" -j postgres > /dev/null
}

value_of() {
  local file=$1_FILE
  if [ -n "${!1:-}" ] && [ -n "${!file:-}" ]; then stop "both $1 and $file are set; keep one"; fi
  if [ -n "${!file:-}" ]; then cat "${!file}"; else echo "${!1:-$2}"; fi
}

stop() {
  echo "postgres: $1" >&2
  exit 1
}

main "$@"
