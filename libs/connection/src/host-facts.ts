/** What the first words over the connection say of the machine. */
export interface HostFacts {
  readonly user: string;
  /** Debian's names: `debian 12`. */
  readonly system: string;
  /** As `uname -m` says it. */
  readonly architecture: string;
  /** Whether the user may become root without a password. */
  readonly sudo: boolean;
  readonly engine: EngineFacts;
}

export interface EngineFacts {
  /** Path of the engine's socket there. */
  readonly socket: string;
  /** `denied`: there, but the user may not write to it. */
  readonly state: 'there' | 'denied' | 'stopped' | 'absent';
}

const mark = 'causeway:';
const end = `${mark}end`;

/** For any shell of the user: says the facts, and then stays until its standard input ends. */
export const greeting = `exec sh -c '${[
  'PATH=$PATH:/usr/sbin:/sbin',
  'case $DOCKER_HOST in unix://*) s=$(echo "$DOCKER_HOST" | cut -c8-);; *) s=/var/run/docker.sock;; esac',
  'if [ -w "$s" ]; then e=there; elif [ -S "$s" ]; then e=denied',
  'elif command -v dockerd >/dev/null; then e=stopped; else e=absent; fi',
  `say() { echo "${mark}$1=$2"; }`,
  'say user "$(id -un)"',
  'say socket "$s"',
  'say engine $e',
  'say system "$(. /etc/os-release; echo $ID $VERSION_ID)"',
  'say architecture "$(uname -m)"',
  'if [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; then say sudo yes; fi',
  `echo ${end}`,
  'exec cat >/dev/null',
].join('; ')}'`;

export function isEnd(line: string): boolean {
  return line === end;
}

/** Other lines are what the login itself prints. */
export function readFacts(lines: readonly string[]): HostFacts {
  const said = new Map(lines.filter((line) => line.startsWith(mark)).map(keyed));
  const of = (key: string) => said.get(key) ?? '';
  return {
    user: of('user'),
    system: of('system'),
    architecture: of('architecture'),
    sudo: of('sudo') === 'yes',
    engine: { socket: of('socket'), state: of('engine') as EngineFacts['state'] },
  };
}

function keyed(line: string): [string, string] {
  const [key = '', ...rest] = line.slice(mark.length).split('=');
  return [key, rest.join('=')];
}
