#!/bin/sh
# Variables as in the official image: loglevel, ENVOY_UID, ENVOY_GID.
set -eu

case "${1:-}" in -*) set -- envoy "$@" ;; esac
if [ "${1:-}" = envoy ] && [ -n "${loglevel:-}" ]; then set -- "$@" --log-level "$loglevel"; fi

if [ "$(id -u)" != 0 ] || [ "${ENVOY_UID:-101}" = 0 ]; then exec "$@"; fi

# The pipes of the container's log belong to root until then.
chown "${ENVOY_UID:-101}:${ENVOY_GID:-101}" /dev/stdout /dev/stderr 2>/dev/null || true
exec setpriv --reuid "${ENVOY_UID:-101}" --regid "${ENVOY_GID:-101}" --clear-groups -- "$@"
