is_sysctl() {
  [ "$(sysctl -n "$1" 2> /dev/null)" = "$2" ]
}

make_sysctl() {
  case $1 in
    net.netfilter.*) modprobe nf_conntrack ;;
  esac
  sysctl -qw "$1=$2"
}
