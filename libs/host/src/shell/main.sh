main() {
  [ "${1-}" != --check ] || mode=check
  look
  # not /tmp, which is emptied in the middle of a boot
  scratch=$(mktemp -d /run/causeway-bootstrap.XXXXXX)
  trap finish EXIT
  everything
  [ $mode = check ] || verify
  [ $differences -eq 0 ] || stop "$differences of what is above differs; run this without --check"
  echo "done: $changes changed, $skips skipped, everything else holds"
  doing=
}

# Nothing is touched before this.
look() {
  [ "$(id -u)" = 0 ] || stop 'this changes the machine: run it as root'
  [ -d /run/systemd/system ] || stop 'systemd does not run here, and everything here is started by it'
  # shellcheck source=/dev/null
  release=$(. /etc/os-release && echo "$ID $VERSION_ID")
  case $release in
    'debian 12' | 'debian 13' | 'ubuntu 22.04' | 'ubuntu 24.04') ;;
    *) stop "this is made for Debian 12 and 13, Ubuntu 22.04 and 24.04, and here is $release" ;;
  esac
  [ -n "$admins" ] || has_other_admin ||
    stop 'nobody could become root any more: root may not log in, and none of server.users has sudo: true; give it to one'
  exec 9> /run/causeway-bootstrap.lock
  flock --nonblock 9 || stop 'another run works here; wait for it'
}

# One that the maker of the machine has left a key for.
has_other_admin() {
  for name in $(getent group sudo | cut -d: -f4 | tr ',' ' '); do
    [ ! -s "$(getent passwd "$name" | cut -d: -f6)/.ssh/authorized_keys" ] || return 0
  done
  return 1
}

# Everything once more, by looking alone.
verify() {
  mode=check
  quiet=yes
  everything
}

finish() {
  rm -rf "$scratch"
  [ -z "$doing" ] || echo "failed: $doing" >&2
}
