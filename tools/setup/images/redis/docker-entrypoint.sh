#!/bin/sh
set -eu

case "${1:-}" in -* | *.conf) set -- redis-server "$@" ;; esac
if [ "${1:-}" != redis-server ]; then exec "$@"; fi

if [ "$(id -u)" = 0 ]; then
  find /data ! -user redis -exec chown redis:redis {} +
  exec setpriv --reuid redis --regid redis --clear-groups -- "$0" "$@"
fi
umask 077

# The official image is built without protected mode: whoever is on the network may connect.
shift
case "${1:-}" in
  '' | -*) exec redis-server --protected-mode no "$@" ;;
  *) conf=$1 && shift && exec redis-server "$conf" --protected-mode no "$@" ;;
esac
