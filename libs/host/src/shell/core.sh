# A claim holds or is made to: is_<noun> says which, make_<noun> does it. Both get the arguments.

mode=apply
quiet=no
changes=0
differences=0
skips=0
part=start
doing='start'
scratch=
state=/var/lib/causeway/bootstrap

part() {
  part=$1
}

claim() {
  claim_words=$1
  claim_noun=$2
  shift 2
  doing="$part: $claim_words"
  if "is_$claim_noun" "$@"; then
    holds
  elif [ "$mode" = check ]; then
    differs
  else
    "make_$claim_noun" "$@"
    "is_$claim_noun" "$@" || stop "$doing: was done, and does not hold; look at what stands above"
    changed
  fi
}

# In a container the kernel is the machine's around it: there is only to be looked.
kernel_claim() {
  kernel_words=$1
  kernel_noun=$2
  shift 2
  doing="$part: $kernel_words"
  if is_container && ! "is_$kernel_noun" "$@"; then
    skipped 'the kernel belongs to the machine around this container'
  else
    claim "$kernel_words" "$kernel_noun" "$@"
  fi
}

# file <path> <mode>: its content is on standard input.
file() {
  cat > "$scratch/content"
  claim "$1" file "$@"
}

is_file() {
  [ -f "$1" ] && [ ! -L "$1" ] && cmp -s "$scratch/content" "$1" &&
    [ "$(stat -c '0%a %u:%g' "$1")" = "$2 0:0" ]
}

make_file() {
  mkdir -p "$(dirname "$1")" "$state"
  # a run that ends before the reload leaves it to the next one
  : > "$state/$part.pending"
  new=$(dirname "$1")/.$(basename "$1").new
  install -m "$2" -o root -g root "$scratch/content" "$new"
  mv -fT "$new" "$1"
}

# reload <words> <command> [argument…]: when a file of this part has changed.
reload() {
  doing="$part: $1"
  shift
  if [ ! -e "$state/$part.pending" ]; then
    holds
  elif [ "$mode" = check ]; then
    differs
  else
    "$@"
    rm "$state/$part.pending"
    changed
  fi
}

is_enabled() {
  systemctl is-enabled --quiet "$1" 2> /dev/null && systemctl is-active --quiet "$1"
}

make_enabled() {
  systemctl enable --quiet --now "$1"
}

is_container() {
  systemd-detect-virt --quiet --container
}

holds() {
  [ $quiet = yes ] || echo "ok: $doing"
}

changed() {
  changes=$((changes + 1))
  echo "changed: $doing"
}

differs() {
  differences=$((differences + 1))
  echo "differs: $doing"
}

skipped() {
  [ $quiet = yes ] && return
  skips=$((skips + 1))
  echo "skipped: $doing ($1)"
}

stop() {
  echo "stopped: $1" >&2
  doing=
  exit 1
}
