# Clouds bring one of their own, which knows a server nearby; only one fits on a machine.
is_clock_kept() {
  systemctl is-active --quiet chrony || systemctl is-active --quiet ntpsec ||
    systemctl is-active --quiet openntpd || is_enabled systemd-timesyncd
}

make_clock_kept() {
  make_installed systemd-timesyncd
  make_enabled systemd-timesyncd
}
