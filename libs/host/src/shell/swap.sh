is_no_swap() {
  [ "$(wc -l < /proc/swaps)" -le 1 ] && [ "$(systemctl is-enabled swap.target 2> /dev/null)" = masked ]
}

# All swap of the next boot comes by that target, whoever has written it down.
make_no_swap() {
  used=$(awk 'NR > 1 { sum += $4 } END { print sum + 0 }' /proc/swaps)
  free=$(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo)
  [ "$used" -lt "$free" ] || stop "$doing: $used KiB are in use and $free KiB of memory free; end something first"
  swapoff --all
  systemctl mask --quiet swap.target
}
