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
