import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Machine } from './machine.ts';

/** Seconds for the first packet: a machine that is up answers in less over any line. */
const connectTimeout = 10;
/** Seconds between two signs of life, and how many may be missing: a cut line is known after fifteen. */
const aliveInterval = 5;
const aliveCount = 3;

/** What OpenSSH needs to reach the machine; the person's own ssh config says the rest, a jump host for example. */
export function sshArguments(machine: Machine): string[] {
  const { user, port, identity } = machine;
  return [
    ...options({
      BatchMode: 'yes',
      ConnectTimeout: String(connectTimeout),
      ServerAliveInterval: String(aliveInterval),
      ServerAliveCountMax: String(aliveCount),
      StrictHostKeyChecking: 'accept-new',
      ...knownHosts(machine),
      ...(identity && { IdentityFile: asWord(identity), IdentitiesOnly: 'yes' }),
    }),
    ...(user ? ['-l', user] : []),
    ...(port ? ['-p', String(port)] : []),
  ];
}

/** What the machine is known by is written to the first file; the second is what the person knows already. */
function knownHosts({ knownHosts: own, alias }: Machine): Record<string, string> {
  if (alias)
    return { UserKnownHostsFile: asWord(own), GlobalKnownHostsFile: '/dev/null', HostKeyAlias: alias };
  return { UserKnownHostsFile: `${asWord(own)} ${asWord(join(homedir(), '.ssh', 'known_hosts'))}` };
}

export function options(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

/** OpenSSH takes a path with spaces as several, and % as the beginning of a token. */
function asWord(path: string): string {
  return `"${path.replaceAll('%', '%%')}"`;
}
