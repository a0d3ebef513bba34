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
