#!/bin/sh
# sh tools/setup/run.sh <deploy|test|vagrant> [arguments]: brings Node's packages, then runs the command on the project's own Node.
set -eu
cd "$(dirname "$0")/../.."

main() {
  needs node 'Node.js 20 or later' https://nodejs.org/en/download
  needs npm 'npm 10 or later' https://docs.npmjs.com/downloading-and-installing-node-js-and-npm
  at_least Node.js "$(node --version)" 20
  at_least npm "$(npm --version)" 10
  (
    # Two set-ups at once: the second finds the packages of the first.
    if command -v flock > /dev/null; then flock 9; fi
    install_packages 9>&- >&2
  ) 9>> "${TMPDIR:-/tmp}/causeway-packages.$(id -u).lock"

  command=$1
  shift
  PATH=$PWD/node_modules/.bin:$PATH
  case $command in
    # What stacks:deploy runs, without Nx between it and the terminal: Ctrl-C and exit codes arrive as they are.
    deploy) exec node apps/cli/src/main.ts deploy "$@" ;;
    vagrant) exec node vagrant/src/main.ts "$@" ;;
    test) exec node tools/setup/src/all-tests.ts "$@" ;;
    *) stop "there is no command \"$command\"; write deploy, test or vagrant" ;;
  esac
}

needs() {
  command -v "$1" > /dev/null || stop "$2 is missing and everything here runs on it; install it: $3"
}

at_least() {
  version=${2#v}
  [ "${version%%.*}" -ge "$3" ] || stop "$1 $version is too old; install $3 or later"
}

install_packages() {
  if node tools/setup/packages-match.mjs; then return; fi
  echo "Node's packages: install (node_modules is not what package-lock.json names)"
  npm ci --no-fund --no-audit --loglevel=error || stop "npm ci failed; its reason stands above"
  node tools/setup/packages-match.mjs || stop 'npm ci left packages out; run it by hand and look for refused install scripts'
}

stop() {
  echo "$1" >&2
  exit 1
}

main "$@"
