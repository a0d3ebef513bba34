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
