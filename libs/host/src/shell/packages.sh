is_installed() {
  [ "$(dpkg-query --show --showformat='${db:Status-Status}\n' "$@" 2> /dev/null | grep -cx installed)" = $# ]
}

make_installed() {
  [ -n "$(find /var/lib/apt/lists -name '*_Packages*' -print -quit)" ] || apt_get update
  # lists older than the archive name packages that it no longer holds
  apt_get install "$@" || { apt_get update && apt_get install "$@"; }
}

apt_get() {
  case $1 in
    install) shift && set -- install --yes --no-install-recommends "$@" ;;
  esac
  DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l apt-get --quiet -o DPkg::Lock::Timeout=300 "$@" \
    < /dev/null > "$scratch/apt" 2>&1 || { tail -n 20 "$scratch/apt" >&2 && return 1; }
}

is_apt_setting() {
  apt-config dump | grep -qxF "$1"
}

make_apt_setting() {
  stop "$doing: another file says otherwise: grep -r '${1%% *}' /etc/apt/apt.conf.d"
}
