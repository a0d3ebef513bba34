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
