#!/bin/sh
# Makes a Debian or Ubuntu into a host of phrase-prod. As root; a second run changes nothing. --check only compares.
# Made from the config; change that instead of this.
set -eu

# A claim holds or is made to: is_<noun> says which, make_<noun> does it. Both get the arguments.

mode=apply
quiet=no
changes=0
differences=0
skips=0
part=start
doing='start'
scratch=
state=/var/lib/causeway/bootstrap

part() {
  part=$1
}

claim() {
  claim_words=$1
  claim_noun=$2
  shift 2
  doing="$part: $claim_words"
  if "is_$claim_noun" "$@"; then
    holds
  elif [ "$mode" = check ]; then
    differs
  else
    "make_$claim_noun" "$@"
    "is_$claim_noun" "$@" || stop "$doing: was done, and does not hold; look at what stands above"
    changed
  fi
}

# In a container the kernel is the machine's around it: there is only to be looked.
kernel_claim() {
  if is_container && ! "is_$2" "$3" "${4-}"; then
    doing="$part: $1"
    skipped 'the kernel belongs to the machine around this container'
  else
    claim "$@"
  fi
}

# file <path> <mode>: its content is on standard input.
file() {
  cat > "$scratch/content"
  claim "$1" file "$@"
}

is_file() {
  [ -f "$1" ] && [ ! -L "$1" ] && cmp -s "$scratch/content" "$1" &&
    [ "$(stat -c '0%a %u:%g' "$1")" = "$2 0:0" ]
}

make_file() {
  mkdir -p "$(dirname "$1")" "$state"
  # a run that ends before the reload leaves it to the next one
  : > "$state/$part.pending"
  new=$(dirname "$1")/.$(basename "$1").new
  install -m "$2" -o root -g root "$scratch/content" "$new"
  mv -fT "$new" "$1"
}

# reload <words> <command> [argument…]: when a file of this part has changed.
reload() {
  doing="$part: $1"
  shift
  if [ ! -e "$state/$part.pending" ]; then
    holds
  elif [ "$mode" = check ]; then
    differs
  else
    "$@"
    rm "$state/$part.pending"
    changed
  fi
}

is_enabled() {
  systemctl is-enabled --quiet "$1" && systemctl is-active --quiet "$1"
}

make_enabled() {
  systemctl enable --quiet "$1"
  systemctl restart "$1"
}

is_container() {
  systemd-detect-virt --quiet --container
}

holds() {
  [ $quiet = yes ] || echo "ok: $doing"
}

changed() {
  changes=$((changes + 1))
  echo "changed: $doing"
}

differs() {
  differences=$((differences + 1))
  echo "differs: $doing"
}

skipped() {
  [ $quiet = yes ] && return
  skips=$((skips + 1))
  echo "skipped: $doing ($1)"
}

stop() {
  echo "stopped: $1" >&2
  doing=
  exit 1
}

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

is_sshd_setting() {
  mkdir -p /run/sshd
  sshd -T 2> /dev/null | grep -qxF "$1"
}

make_sshd_setting() {
  stop "$doing: another file says otherwise, and sshd reads it first: grep -ri '^${1%% *}' /etc/ssh"
}

# The connection that this may come through stays.
reload_sshd() {
  mkdir -p /run/sshd
  sshd -t
  systemctl try-reload-or-restart ssh
}

is_account() {
  id "$1" > /dev/null 2>&1 || return 1
  [ "$(id -u "$1")" -ge 1000 ] || stop "users: $1 is an account of the system here; give this one another name"
}

make_account() {
  useradd --create-home --shell /bin/bash --user-group "$1"
}

# "*" is no password; "!" would be a locked account, which sshd without PAM refuses.
is_passwordless() {
  [ "$(getent shadow "$1" | cut -d: -f2)" = '*' ]
}

make_passwordless() {
  usermod --password '*' "$1"
}

# The second argument has all of them but its own, sorted.
is_in_groups() {
  id "$1" > /dev/null 2>&1 &&
    [ "$(id -nG "$1" | tr ' ' '\n' | grep -vxF "$1" | sort | tr '\n' ' ')" = "${2:+$2 }" ]
}

make_in_groups() {
  usermod --groups "$(echo "$2" | tr ' ' ',')" "$1"
}

is_sudo_rules() {
  visudo --check --quiet --file=/etc/sudoers.d/causeway
}

make_sudo_rules() {
  stop "$doing: visudo refuses /etc/sudoers.d/causeway; remove it"
}

# A reload turns live-restore on first, so that a restart leaves containers alone that were there before.
restart_engine() {
  systemctl daemon-reload
  systemctl reset-failed docker 2> /dev/null || true
  systemctl reload docker 2> /dev/null || true
  systemctl restart docker
}

is_engine_answer() {
  timeout 20 docker info > /dev/null 2>&1
}

make_engine_answer() {
  restart_engine
}

is_engine_setting() {
  [ "$(timeout 20 docker info --format "$1" 2> /dev/null)" = "$2" ]
}

make_engine_setting() {
  restart_engine
}

main() {
  [ "${1-}" != --check ] || mode=check
  look
  scratch=$(mktemp -d)
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
  exec 9> /run/causeway-bootstrap.lock
  flock --nonblock 9 || stop 'another run works here; wait for it'
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

everything() {
part packages
claim 'curl docker.io iptables jq openssh-server sudo vim are installed' installed curl docker.io iptables jq openssh-server sudo vim

part ssh
file /etc/ssh/sshd_config.d/00-causeway.conf 0644 <<'END-OF-FILE'
# whoever becomes root has a name in the log
PermitRootLogin no
# a password can be guessed
PasswordAuthentication no
# the other way to ask for a password
KbdInteractiveAuthentication no
# nor none
PermitEmptyPasswords no
# nothing here draws windows
X11Forwarding no
# root here must not use keys of people elsewhere
AllowAgentForwarding no
# a key takes a second
LoginGraceTime 30
# a closed laptop is noticed
ClientAliveInterval 60
# after three minutes
ClientAliveCountMax 3
# a deploy opens a connection for each command of docker
MaxStartups 100:30:200
# or has them all go through one
MaxSessions 100
# keys that root looks after, and those that the maker of the machine put into a home
AuthorizedKeysFile /etc/ssh/authorized_keys.d/%u .ssh/authorized_keys
END-OF-FILE
reload 'sshd reads its settings' reload_sshd
claim 'sshd has PermitRootLogin no (whoever becomes root has a name in the log)' sshd_setting 'permitrootlogin no'
claim 'sshd has PasswordAuthentication no (a password can be guessed)' sshd_setting 'passwordauthentication no'
claim 'sshd has KbdInteractiveAuthentication no (the other way to ask for a password)' sshd_setting 'kbdinteractiveauthentication no'
claim 'sshd has PermitEmptyPasswords no (nor none)' sshd_setting 'permitemptypasswords no'
claim 'sshd has X11Forwarding no (nothing here draws windows)' sshd_setting 'x11forwarding no'
claim 'sshd has AllowAgentForwarding no (root here must not use keys of people elsewhere)' sshd_setting 'allowagentforwarding no'
claim 'sshd has LoginGraceTime 30 (a key takes a second)' sshd_setting 'logingracetime 30'
claim 'sshd has ClientAliveInterval 60 (a closed laptop is noticed)' sshd_setting 'clientaliveinterval 60'
claim 'sshd has ClientAliveCountMax 3 (after three minutes)' sshd_setting 'clientalivecountmax 3'
claim 'sshd has MaxStartups 100:30:200 (a deploy opens a connection for each command of docker)' sshd_setting 'maxstartups 100:30:200'
claim 'sshd has MaxSessions 100 (or has them all go through one)' sshd_setting 'maxsessions 100'

part users
claim 'phrase_admin has an account' account phrase_admin
claim 'phrase_admin has no password' passwordless phrase_admin
claim 'phrase_admin is in docker and sudo besides its own' in_groups phrase_admin 'docker sudo'
file /etc/ssh/authorized_keys.d/phrase_admin 0644 <<'END-OF-FILE'
ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMadeUpForTheTestsAndOpensNothing0000000000 ada@example.com
END-OF-FILE
claim 'phrase_user has an account' account phrase_user
claim 'phrase_user has no password' passwordless phrase_user
claim 'phrase_user is in no group besides its own' in_groups phrase_user ''
file /etc/ssh/authorized_keys.d/phrase_user 0644 <<'END-OF-FILE'
ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMadeUpForTheTestsAndOpensNothing0000000001 o'neill
END-OF-FILE
file /etc/sudoers.d/causeway 0440 <<'END-OF-FILE'
phrase_admin ALL=(ALL:ALL) NOPASSWD: ALL
END-OF-FILE
claim 'sudo takes its rules' sudo_rules

part engine
file /etc/docker/daemon.json 0644 <<'END-OF-FILE'
{
  "default-address-pools": [
    {
      "base": "172.17.0.0/16",
      "size": 24
    },
    {
      "base": "172.18.0.0/16",
      "size": 24
    }
  ],
  "live-restore": true,
  "log-driver": "json-file",
  "log-opts": {
    "max-file": "3",
    "max-size": "10m"
  },
  "userland-proxy": false
}
END-OF-FILE
file /etc/systemd/system/docker.service.d/causeway.conf 0644 <<'END-OF-FILE'
[Service]
ExecStartPre=/bin/sh -c '[ -w /proc/sys/net/ipv4/ip_forward ] || { mount --bind /proc/sys/net /proc/sys/net && mount -o remount,rw,bind /proc/sys/net; }'
END-OF-FILE
reload 'the engine reads its settings' restart_engine
claim 'the engine starts at boot' enabled docker.service
claim 'the engine answers' engine_answer
claim 'containers outlive the engine' engine_setting '{{.LiveRestoreEnabled}}' true

}

main "$@"
