#!/bin/sh
# Makes a Debian or Ubuntu into a host of phrase-prod. As root; a second run changes nothing. --check only compares.
# Made from the config; change that instead of this.
set -eu
admins=phrase_admin

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
  kernel_words=$1
  kernel_noun=$2
  shift 2
  doing="$part: $kernel_words"
  if is_container && ! "is_$kernel_noun" "$@"; then
    skipped 'the kernel belongs to the machine around this container'
  else
    claim "$kernel_words" "$kernel_noun" "$@"
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
  systemctl is-enabled --quiet "$1" 2> /dev/null && systemctl is-active --quiet "$1"
}

make_enabled() {
  systemctl enable --quiet --now "$1"
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

is_apt_setting() {
  apt-config dump | grep -qxF "$1"
}

make_apt_setting() {
  stop "$doing: another file says otherwise: grep -r '${1%% *}' /etc/apt/apt.conf.d"
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
  [ -z "$(getent shadow "$1" | cut -d: -f8)" ]
}

make_account() {
  if id "$1" > /dev/null 2>&1; then
    usermod --expiredate '' "$1"
  else
    useradd --create-home --shell /bin/bash --user-group "$1"
  fi
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

is_only_users() {
  [ "$(cat "$state/users" 2> /dev/null)" = "$(printf '%s\n' "$@")" ]
}

# What belongs to them stays.
make_only_users() {
  mkdir -p "$state"
  touch "$state/users"
  while read -r name; do
    # a config without users has left an empty line
    [ -z "$name" ] || printf '%s\n' "$@" | grep -qxF "$name" || shut_out "$name"
  done < "$state/users"
  printf '%s\n' "$@" > "$state/users"
}

shut_out() {
  rm -f "/etc/ssh/authorized_keys.d/$1"
  usermod --expiredate 1 --groups '' "$1"
  loginctl terminate-user "$1" 2> /dev/null || true
}

# Two firewalls close what either closes.
is_only_firewall() {
  ! systemctl is-active --quiet firewalld && ! { command -v ufw > /dev/null && ufw status | grep -q '^Status: active'; }
}

make_only_firewall() {
  stop "$doing: another is active, and its rules hold as well; turn it off first: ufw disable, or systemctl disable --now firewalld"
}

is_ssh_ports() {
  [ "$(cat "$1" 2> /dev/null)" = "$(ssh_ports)" ]
}

make_ssh_ports() {
  mkdir -p "$(dirname "$1")" "$state"
  : > "$state/$part.pending"
  ssh_ports > "$1"
}

ssh_ports() {
  echo "define ssh = { $(sshd -T | sed -n 's/^port //p' | sort -n | paste -sd, -) }"
}

load_firewall() {
  systemctl daemon-reload
  systemctl restart causeway-firewall
}

is_firewall() {
  nft -s list table inet causeway 2> /dev/null | cmp -s - /run/causeway-firewall/rules
}

make_firewall() {
  load_firewall
}

is_sysctl() {
  [ "$(sysctl -n "$1" 2> /dev/null)" = "$2" ]
}

make_sysctl() {
  case $1 in
    net.netfilter.*) modprobe nf_conntrack ;;
  esac
  sysctl -qw "$1=$2"
}

is_docker_command() {
  command -v docker > /dev/null
}

# From Debian 13 on it is a package of its own.
make_docker_command() {
  make_installed docker-cli
}

is_engine_settings_known() {
  [ -z "$(lost_engine_settings "$@")" ]
}

make_engine_settings_known() {
  stop "$doing: /etc/docker/daemon.json has $(lost_engine_settings "$@" | paste -sd ' ' -), and would be replaced; give dockerd these as arguments, in a file of /etc/systemd/system/docker.service.d, and remove them there"
}

lost_engine_settings() {
  grep -o '"[a-z-]*"[[:space:]]*:' /etc/docker/daemon.json 2> /dev/null | tr -d '": \t' |
    grep -vxF "$(printf '%s\n' "$@")" || true
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

# The engine leaves containers as they are where AppArmor's parser is missing, and says nothing.
is_confining() {
  [ "$(cat /sys/module/apparmor/parameters/enabled 2> /dev/null)" != Y ] || command -v apparmor_parser > /dev/null
}

make_confining() {
  make_installed apparmor
  restart_engine
}

# Clouds bring one of their own, which knows a server nearby; only one fits on a machine.
is_clock_kept() {
  systemctl is-active --quiet chrony || systemctl is-active --quiet ntpsec ||
    systemctl is-active --quiet openntpd || is_enabled systemd-timesyncd
}

make_clock_kept() {
  make_installed systemd-timesyncd
  make_enabled systemd-timesyncd
}

is_no_swap() {
  [ "$(wc -l < /proc/swaps)" -le 1 ] && [ "$(systemctl is-enabled swap.target 2> /dev/null)" = masked ]
}

# All swap of the next boot comes by that target, whoever has written it down.
make_no_swap() {
  used=$(awk 'NR > 1 { sum += $4 } END { print sum + 0 }' /proc/swaps)
  free=$(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo)
  [ "$used" -lt "$free" ] || stop "$doing: $used KiB are in use and $free KiB of memory free; end something first"
  swapoff --all
  systemctl mask --quiet swap.target
}

# The last one counts.
is_journald_setting() {
  [ "$(systemd-analyze cat-config systemd/journald.conf | grep "^${1%%=*}=" | tail -n 1)" = "$1" ]
}

make_journald_setting() {
  stop "$doing: another file says otherwise: systemd-analyze cat-config systemd/journald.conf"
}

is_journal_on_disk() {
  [ -n "$(find /var/log/journal -name system.journal -print -quit 2> /dev/null)" ]
}

make_journal_on_disk() {
  journalctl --flush
}

# A restart of it would stop the platform: its program alone starts anew, and finds everything running.
reload_unit() {
  systemctl daemon-reload
  systemctl enable --quiet causeway
  if systemctl is-active --quiet causeway; then
    systemctl kill --kill-who=main --signal=TERM causeway
  else
    systemctl start --no-block causeway
  fi
}

is_enabled_at_boot() {
  systemctl is-enabled --quiet "$1" 2> /dev/null
}

make_enabled_at_boot() {
  systemctl enable --quiet "$1"
}

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

everything() {
part engine
claim 'no setting of another hand gets lost' engine_settings_known base default-address-pools live-restore log-driver log-opts max-file max-size size userland-proxy
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

part packages
claim 'curl docker.io iptables jq kmod nftables openssh-server perl-base procps sudo unattended-upgrades vim are installed' installed curl docker.io iptables jq kmod nftables openssh-server perl-base procps sudo unattended-upgrades vim

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
claim 'whoever has left the config is shut out' only_users phrase_admin phrase_user

part firewall
claim 'no other firewall stands beside it' only_firewall
claim 'sshd'\''s own ports are open' ssh_ports /etc/causeway/ssh-ports.nft
file /etc/causeway/firewall.nft 0644 <<'END-OF-FILE'
# Loaded as a whole or not at all. Rules of your own: firewall.d/input*.nft and firewall.d/forward*.nft
table inet causeway
delete table inet causeway
include "/etc/causeway/ssh-ports.nft"
table inet causeway {
  chain input {
    type filter hook input priority filter - 10; policy drop;
    ct state established,related accept
    ct state invalid drop
    iifname "lo" accept
    # errors, neighbours and routers; the kernel limits how often it answers
    meta l4proto { icmp, ipv6-icmp } accept
    # answers to broadcasts and multicasts, which belong to no connection: DHCP
    udp sport 67 udp dport 68 accept
    ip6 saddr fe80::/10 udp dport 546 accept
    tcp dport $ssh accept
    tcp dport { 80, 443 } accept
    ip saddr 10.213.0.0/22 tcp dport 9464 accept
    include "/etc/causeway/firewall.d/input*.nft"
  }
  chain forward {
    type filter hook forward priority filter - 10; policy drop;
    ct state established,related accept
    # containers may begin what Docker lets them; nobody else may begin anything that ends in a container
    iifname "docker0" accept
    iifname "br-*" accept
    include "/etc/causeway/firewall.d/forward*.nft"
  }
}
END-OF-FILE
file /etc/systemd/system/causeway-firewall.service 0644 <<'END-OF-FILE'
[Unit]
Description=Firewall: sshd and the edge, and nothing else from outside
DefaultDependencies=no
Wants=network-pre.target
# the rules of that one begin with removing all others
After=nftables.service
Before=network-pre.target shutdown.target
Conflicts=shutdown.target

[Service]
Type=oneshot
RemainAfterExit=yes
RuntimeDirectory=causeway-firewall
RuntimeDirectoryPreserve=yes
ExecStart=/usr/sbin/nft --file /etc/causeway/firewall.nft
# for the check that nobody has changed them since
ExecStart=/bin/sh -c '/usr/sbin/nft -s list table inet causeway > /run/causeway-firewall/rules'

[Install]
WantedBy=sysinit.target
END-OF-FILE
reload 'the firewall has its rules' load_firewall
claim 'the firewall starts at boot' enabled causeway-firewall.service
claim 'the rules are as they were loaded' firewall

part kernel
file /etc/modules-load.d/causeway.conf 0644 <<'END-OF-FILE'
nf_conntrack
END-OF-FILE
file /etc/modprobe.d/causeway.conf 0644 <<'END-OF-FILE'
# whoever asks for one of these has the kernel load it, from a container as well; nobody here speaks them
install dccp /bin/false
install rds /bin/false
install sctp /bin/false
install tipc /bin/false
END-OF-FILE
file /etc/sysctl.d/60-causeway.conf 0644 <<'END-OF-FILE'
# connections that wait at an edge that closes go to the one that follows it
net.ipv4.tcp_migrate_req = 1
# the firewall knows each connection, and a closed one for two minutes more: 2,000 new ones a second
net.netfilter.nf_conntrack_max = 262144
# whoever watches files in a container counts for one and the same user
fs.inotify.max_user_instances = 1024
# a machine that has panicked comes back by itself
kernel.panic = 10
# the kernel's addresses help out of a container
kernel.kptr_restrict = 2
# so does code that one can have it make
net.core.bpf_jit_harden = 2
# so do old terminal drivers
dev.tty.ldisc_autoload = 0
# a neighbour does not say where packets go
net.ipv4.conf.all.accept_redirects = 0
# a neighbour does not say where packets go
net.ipv4.conf.default.accept_redirects = 0
# a neighbour does not say where packets go
net.ipv6.conf.all.accept_redirects = 0
# a neighbour does not say where packets go
net.ipv6.conf.default.accept_redirects = 0
# nor do we: this is no router
net.ipv4.conf.all.send_redirects = 0
# nor do we: this is no router
net.ipv4.conf.default.send_redirects = 0
# Redis writes its file from a copy of itself, whose memory is never all used
vm.overcommit_memory = 1
END-OF-FILE
kernel_claim 'net.ipv4.tcp_migrate_req = 1 (connections that wait at an edge that closes go to the one that follows it)' sysctl net.ipv4.tcp_migrate_req 1
kernel_claim 'net.netfilter.nf_conntrack_max = 262144 (the firewall knows each connection, and a closed one for two minutes more: 2,000 new ones a second)' sysctl net.netfilter.nf_conntrack_max 262144
kernel_claim 'fs.inotify.max_user_instances = 1024 (whoever watches files in a container counts for one and the same user)' sysctl fs.inotify.max_user_instances 1024
kernel_claim 'kernel.panic = 10 (a machine that has panicked comes back by itself)' sysctl kernel.panic 10
kernel_claim 'kernel.kptr_restrict = 2 (the kernel'\''s addresses help out of a container)' sysctl kernel.kptr_restrict 2
kernel_claim 'net.core.bpf_jit_harden = 2 (so does code that one can have it make)' sysctl net.core.bpf_jit_harden 2
kernel_claim 'dev.tty.ldisc_autoload = 0 (so do old terminal drivers)' sysctl dev.tty.ldisc_autoload 0
kernel_claim 'net.ipv4.conf.all.accept_redirects = 0 (a neighbour does not say where packets go)' sysctl net.ipv4.conf.all.accept_redirects 0
kernel_claim 'net.ipv4.conf.default.accept_redirects = 0 (a neighbour does not say where packets go)' sysctl net.ipv4.conf.default.accept_redirects 0
kernel_claim 'net.ipv6.conf.all.accept_redirects = 0 (a neighbour does not say where packets go)' sysctl net.ipv6.conf.all.accept_redirects 0
kernel_claim 'net.ipv6.conf.default.accept_redirects = 0 (a neighbour does not say where packets go)' sysctl net.ipv6.conf.default.accept_redirects 0
kernel_claim 'net.ipv4.conf.all.send_redirects = 0 (nor do we: this is no router)' sysctl net.ipv4.conf.all.send_redirects 0
kernel_claim 'net.ipv4.conf.default.send_redirects = 0 (nor do we: this is no router)' sysctl net.ipv4.conf.default.send_redirects 0
kernel_claim 'vm.overcommit_memory = 1 (Redis writes its file from a copy of itself, whose memory is never all used)' sysctl vm.overcommit_memory 1

part engine
claim 'the docker command is there' docker_command
reload 'the engine reads its settings' restart_engine
claim 'the engine starts at boot' enabled docker.service
claim 'the engine answers' engine_answer
kernel_claim 'containers are confined by AppArmor where the kernel has it' confining
claim 'containers outlive the engine' engine_setting '{{.LiveRestoreEnabled}}' true

part updates
file /etc/apt/apt.conf.d/60causeway 0644 <<'END-OF-FILE'
APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";
// in days; of packages that are no longer to be had
APT::Periodic::AutocleanInterval "7";
#clear Unattended-Upgrade::Allowed-Origins;
#clear Unattended-Upgrade::Origins-Pattern;
Unattended-Upgrade::Origins-Pattern {
  "origin=Debian,codename=${distro_codename}-security,label=Debian-Security";
  "origin=Ubuntu,archive=${distro_codename}-security";
};
Unattended-Upgrade::Automatic-Reboot "false";
// old kernels fill the disk
Unattended-Upgrade::Remove-Unused-Kernel-Packages "true";
END-OF-FILE
claim 'apt has APT::Periodic::Update-Package-Lists "1";' apt_setting 'APT::Periodic::Update-Package-Lists "1";'
claim 'apt has APT::Periodic::Unattended-Upgrade "1";' apt_setting 'APT::Periodic::Unattended-Upgrade "1";'
claim 'package lists are read daily' enabled apt-daily.timer
claim 'security fixes are installed daily' enabled apt-daily-upgrade.timer

part clock
kernel_claim 'the clock is kept' clock_kept

part swap
kernel_claim 'there is no swap' no_swap

part journal
file /etc/systemd/journald.conf.d/causeway.conf 0644 <<'END-OF-FILE'
[Journal]
Storage=persistent
# some weeks of a small platform
SystemMaxUse=1G
# the rest is for data and images
SystemKeepFree=2G
RuntimeMaxUse=64M
END-OF-FILE
reload 'journald reads its settings' systemctl restart systemd-journald
claim 'journald has SystemMaxUse=1G' journald_setting SystemMaxUse=1G
claim 'the journal is on the disk' journal_on_disk

part unit
file /usr/local/lib/causeway/platform.pl 0755 <<'END-OF-FILE'
#!/usr/bin/perl
# The platform as a unit of systemd: says whether it serves, hands its logs to the journal, and stops and starts its containers.
use strict;
use warnings;
use Errno qw(EINTR);
use IO::Handle;
use IO::Select;
use IO::Socket::UNIX;
use POSIX qw(mktime);

# Longer than a crashed container needs to come back, so that only what stays away is a failure. Seconds.
my $patience = 60;

# What the engine does not tell is looked for as often, while all is well and while it is not. Seconds.
my ($calm, $alert) = (60, 5);

# The engine tells of an end before it lists it, and seldom of one thing alone. Seconds.
my $settling = 2;

my $engine = '/var/run/docker.sock';
my $stopped = '/var/lib/causeway/stopped';
my $seen = '/run/causeway/seen';
my @order = qw(postgres redis agent guard service edge);
my $filters = '%7B%22label%22%3A%5B%22causeway.platform%22%5D%2C%22event%22%3A'
    . '%5B%22start%22%2C%22die%22%2C%22destroy%22%2C%22health_status%22%5D%7D';

$ENV{TZ} = 'UTC';
my $mode = shift @ARGV // '';
$mode eq 'serve' ? serve() : $mode eq 'stop' ? stop() : die "write serve or stop\n";

# Returns when it is told to end; ends with 1 when the platform has not served for too long.
sub serve {
    my $ending = 0;
    $SIG{TERM} = $SIG{INT} = sub { $ending = 1 };
    my ($ready, $failing) = (0, 0);
    my %logs;
    my $last = last_seen();
    my $events;
    start();
    until ($ending) {
        $events //= stream("/events?filters=$filters");
        my $containers = containers();
        follow(\%logs, $last, @{ $containers // [] });
        my @faults = -e $stopped ? () : faults($containers);
        my $words = -e $stopped ? 'is being stopped' : words(\@faults, $containers);
        $failing = @faults ? $failing || time : 0;
        $ready ||= not @faults;
        notify($ready ? "READY=1\nSTATUS=$words" : "STATUS=$words");
        last if $ready and $failing and time - $failing >= $patience;
        until_something_happens(\$events, \%logs, $last, \$ending, @faults ? $alert : $calm);
    }
    remember();
    notify('STATUS=is stopped') if -e $stopped;
    return if $ending;
    print "has not served for $patience s\n";
    exit 1;
}

# What does not run as it should, in words; nothing when all does, or when nothing is deployed yet.
sub faults {
    my ($containers) = @_;
    return 'the engine does not answer' unless $containers;
    return unless @$containers;
    my %nouns = (edge => [], agent => []);
    push @{ $nouns{ $_->{service} || $_->{role} } }, $_ for @$containers;
    return map { fault($_, @{ $nouns{$_} }) } sort keys %nouns;
}

# One that runs well is enough: in a release and in a replacement of the edge there are others.
sub fault {
    my ($noun, @all) = @_;
    return "$noun: is not there" unless @all;
    return if grep { $_->{state} eq 'running' and $_->{status} !~ /unhealthy|health: starting/ } @all;
    return "$noun: " . lc $all[0]{status};
}

sub words {
    my ($faults, $containers) = @_;
    return 'does not serve: ' . join '; ', @$faults if @$faults;
    return 'nothing is deployed yet' unless @$containers;
    my %count;
    $count{ $_->{service} }++ for grep { $_->{service} and $_->{state} eq 'running' } @$containers;
    return 'serves: ' . (join(', ', map { "$_ ($count{$_})" } sort keys %count) || 'no service');
}

# Everything of the platform that the engine knows, but for migrations, which end; undefined when it does not answer.
sub containers {
    my $format = join "\t", '{{.ID}}', '{{.Names}}', '{{.State}}', '{{.Status}}', '{{.Label "causeway.role"}}',
        '{{.Label "causeway.service"}}';
    open my $list, '-|', 'docker', 'ps', '--all', '--no-trunc', '--filter', 'label=causeway.platform', '--format', $format
        or die "docker: $!\n";
    my @lines = <$list>;
    close $list or return;
    chomp @lines;
    my @found = map { my %c; @c{qw(id name state status role service)} = split /\t/, $_, -1; \%c } @lines;
    return [grep { my $role = $_->{role}; grep { $_ eq $role } @order } @found];
}

# Opens the logs that are not open: of a container that was there before, from where the last one ended.
sub follow {
    my ($logs, $last, @containers) = @_;
    for my $container (grep { $_->{state} eq 'running' and not $logs->{ $_->{id} } } @containers) {
        my $since = $last->{ $container->{id} } // $last->{all} // 0;
        my $from = stream("/containers/$container->{id}/logs?follow=1&stdout=1&stderr=1&timestamps=1&since=$since") // next;
        $logs->{ $container->{id} } = { %$container, from => $from, bytes => '', rest => {} };
    }
}

# Hands on what is logged until the engine tells of something, or for a while.
sub until_something_happens {
    my ($events, $logs, $last, $ending, $most) = @_;
    my $end = time + $most;
    while (not $$ending and time < $end) {
        my $select = IO::Select->new(grep { defined } $$events, map { $_->{from} } values %$logs);
        # without the engine there is nothing to wait for, but it comes back
        $end = time + $settling if not defined $$events and $end > time + $settling;
        for my $from ($select->can_read($end - time)) {
            if (defined $$events and $from == $$events) {
                $$events = undef unless more($from, \my $news);
                $end = time + $settling if $end > time + $settling;
            }
            else { hand_on((grep { $_->{from} == $from } values %$logs)[0], $logs, $last) }
        }
    }
}

sub hand_on {
    my ($log, $logs, $last) = @_;
    delete $logs->{ $log->{id} } unless more($log->{from}, \$log->{bytes});
    # each piece has its stream's number and its length before it
    while (length $log->{bytes} >= 8) {
        my ($stream, $length) = unpack 'CxxxN', $log->{bytes};
        last if length $log->{bytes} < 8 + $length;
        $log->{rest}{$stream} .= substr $log->{bytes}, 8, $length;
        substr $log->{bytes}, 0, 8 + $length, '';
        while ($log->{rest}{$stream} =~ s/^(\S+) ?(.*)\n//) {
            $last->{ $log->{id} } = after($1);
            to_journal($log, $2, $stream == 2 ? 4 : 6);
        }
    }
}

# The time of a line as the engine takes it for the next: seconds and nanoseconds.
sub after {
    my ($year, $month, $day, $hour, $minute, $second, $fraction) = $_[0] =~ /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)\.(\d+)Z$/
        or return 0;
    my $seconds = mktime($second, $minute, $hour, $day, $month - 1, $year - 1900);
    my $nanoseconds = substr($fraction . '0' x 9, 0, 9) + 1;
    return sprintf '%d.%09d', $seconds, $nanoseconds;
}

# In the journal's own words, so that each line carries the name of its container.
sub to_journal {
    my ($log, $text, $priority) = @_;
    my %fields = (
        MESSAGE => $text,
        PRIORITY => $priority,
        SYSLOG_IDENTIFIER => $log->{name},
        CAUSEWAY_ROLE => $log->{role},
        CAUSEWAY_SERVICE => $log->{service},
    );
    my $journal = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Peer => '/run/systemd/journal/socket');
    my $entry = join '', map { "$_=$fields{$_}\n" } grep { $fields{$_} ne '' } sort keys %fields;
    print "$log->{name}: $text\n" unless $journal and defined $journal->send($entry);
}

sub notify {
    my ($words) = @_;
    our $said;
    return if not $ENV{NOTIFY_SOCKET} or defined $said and $said eq $words;
    $said = $words;
    (my $path = $ENV{NOTIFY_SOCKET}) =~ s/^@/\0/;
    my $manager = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Peer => $path) or return;
    $manager->send($words);
}

# What the engine answers from there on, after its head; undefined when it does not answer.
sub stream {
    my ($path) = @_;
    my $socket = IO::Socket::UNIX->new(Type => SOCK_STREAM, Peer => $engine) or return;
    # the answer to an older client is one piece without marks in it
    syswrite $socket, "GET $path HTTP/1.0\r\nHost: engine\r\n\r\n";
    my $head = '';
    until ($head =~ /\r\n\r\n$/) { sysread $socket, $head, 1, length $head or return }
    return $head =~ m{^HTTP/1\.\d 200 } ? $socket : undef;
}

# Reads what is there; false at the end.
sub more {
    my ($from, $into) = @_;
    my $count = sysread $from, $$into, 65536, length($$into // '');
    return defined $count ? $count : $!{EINTR};
}

# Starts what `stop` has stopped; what somebody else has, stays so.
sub start {
    my @names = lines_of($stopped);
    system 'docker', 'start', $_ for @names;
    unlink $stopped;
}

# In the order of their starts; the guard and the agent end before what they would start again.
sub stop {
    # the program has ended by itself, and its end must not become one of the platform
    exit 0 unless $ENV{MAINPID};
    my @running = grep { $_->{state} eq 'running' } @{ containers() // die "the engine does not answer\n" };
    my %of;
    push @{ $of{ $_->{role} } }, $_->{name} for @running;
    write_whole($stopped, map { "$_\n" } map { @{ $of{$_} // [] } } @order);
    for my $role (qw(guard agent edge service redis postgres)) {
        system 'docker', 'stop', @{ $of{$role} } if $of{$role};
    }
}

sub last_seen {
    my ($time) = lines_of($seen);
    return { all => $time // time };
}

sub remember {
    write_whole($seen, time . "\n");
}

sub lines_of {
    my ($path) = @_;
    open my $file, '<', $path or return;
    chomp(my @lines = <$file>);
    return @lines;
}

sub write_whole {
    my ($path, @lines) = @_;
    open my $file, '>', "$path.new" or die "$path.new: $!\n";
    print $file @lines;
    $file->flush;
    $file->sync;
    close $file or die "$path.new: $!\n";
    rename "$path.new", $path or die "$path: $!\n";
}
END-OF-FILE
file /etc/systemd/system/causeway.service 0644 <<'END-OF-FILE'
[Unit]
Description=Causeway: phrase-prod
# wanted, not required: with live-restore the platform goes on without the engine
Wants=docker.service network-online.target
After=docker.service network-online.target
StartLimitIntervalSec=0

[Service]
Type=notify
ExecStart=/usr/bin/perl /usr/local/lib/causeway/platform.pl serve
ExecStop=/usr/bin/perl /usr/local/lib/causeway/platform.pl stop
# what does not serve is tried for again, and shown as not started meanwhile
Restart=always
RestartSec=5
TimeoutStartSec=180
TimeoutStopSec=310
StateDirectory=causeway
RuntimeDirectory=causeway
RuntimeDirectoryPreserve=yes
# an access log may be busy, and what is left out is still in `docker logs`
LogRateLimitIntervalSec=30s
LogRateLimitBurst=60000
OOMScoreAdjust=-500
NoNewPrivileges=yes
ProtectHome=yes
ProtectSystem=full
PrivateTmp=yes

[Install]
WantedBy=multi-user.target
END-OF-FILE
reload 'the unit runs as it is written' reload_unit
claim 'the platform starts at boot' enabled_at_boot causeway.service

}

main "$@"
