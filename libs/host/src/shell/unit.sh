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
