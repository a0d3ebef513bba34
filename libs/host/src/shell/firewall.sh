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
