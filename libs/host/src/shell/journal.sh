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
