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
