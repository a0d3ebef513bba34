import type { Machine } from './machine.ts';

export type Trouble =
  | 'no ssh'
  | 'no vagrant'
  | 'machine off'
  | 'unknown name'
  | 'no answer'
  | 'port refused'
  | 'no ssh server'
  | 'host key changed'
  | 'host key unknown'
  | 'key file missing'
  | 'key file open to others'
  | 'key refused'
  | 'too many keys'
  | 'forwarding refused'
  | 'engine absent'
  | 'engine stopped'
  | 'no rights'
  | 'cut'
  | 'other';

/** Why there is no connection; `message` says where, what and what to do. */
export class ConnectionFailure extends Error {
  override readonly name = 'ConnectionFailure';
  readonly trouble: Trouble;

  constructor(trouble: Trouble, message: string) {
    super(message);
    this.trouble = trouble;
  }
}

/** Whether trying again can help without anybody's doing. */
export function mayPass(trouble: Trouble): boolean {
  return passing.includes(trouble);
}

const passing: readonly Trouble[] = [
  'unknown name',
  'no answer',
  'port refused',
  'no ssh server',
  'cut',
  'engine stopped',
  'other',
];

/** In the order in which they are looked for: ssh names the reason first, and the refusal after it. */
const signs: readonly (readonly [RegExp, Trouble])[] = [
  [/Could not resolve hostname/, 'unknown name'],
  [/Connection refused/, 'port refused'],
  [
    /Connection timed out|Operation timed out|No route to host|Network is unreachable|Host is down/,
    'no answer',
  ],
  [/REMOTE HOST IDENTIFICATION HAS CHANGED|Offending .* key/, 'host key changed'],
  [/Host key verification failed|No .* host key is known/, 'host key unknown'],
  [/UNPROTECTED PRIVATE KEY FILE|bad permissions/, 'key file open to others'],
  [/Identity file .* not accessible|no such identity/, 'key file missing'],
  [/Too many authentication failures/, 'too many keys'],
  [/Permission denied/, 'key refused'],
  [
    /kex_exchange_identification|banner exchange|Connection (closed|reset) by|invalid format/,
    'no ssh server',
  ],
  [/Timeout, server .* not responding|Broken pipe|closed by remote host|Connection to .* closed/, 'cut'],
];

/** What ssh has said, in words that help. */
export function explainSsh(machine: Machine, said: string): ConnectionFailure {
  const trouble = signs.find(([sign]) => sign.test(said))?.[1] ?? 'other';
  return failureOf(machine, trouble, lastLine(said));
}

export function failureOf(machine: Machine, trouble: Trouble, said = ''): ConnectionFailure {
  const { what, remedy } = words[trouble](machine, said);
  return new ConnectionFailure(trouble, `${machine.name}: ${what}; ${remedy}`);
}

interface Words {
  readonly what: string;
  readonly remedy: string;
}

const words: Readonly<Record<Trouble, (machine: Machine, said: string) => Words>> = {
  'no ssh': () => ({
    what: 'there is no `ssh` on the path',
    remedy: "install OpenSSH's client (Debian: openssh-client)",
  }),
  'no vagrant': () => ({
    what: 'there is no `vagrant` on the path',
    remedy: 'install Vagrant, or write another `host` for the target',
  }),
  'machine off': () => ({ what: 'it is not there, or does not run', remedy: '`vagrant up` starts it' }),
  'unknown name': ({ host }) => ({
    what: `the name ${host} leads nowhere`,
    remedy: 'look for a slip in `host` of the target, and at the DNS record of that name',
  }),
  'no answer': (machine, said) => ({
    what: `the machine does not answer (${said})`,
    remedy: `see whether it is switched on and whether a firewall on the way lets port ${machine.port ?? 22} through: \`ping ${machine.host}\``,
  }),
  'port refused': (machine) => ({
    what: `the machine is there, and nothing listens on port ${machine.port ?? 22}`,
    remedy: 'wait if it is just starting; else start its ssh server, or write its port into `host`',
  }),
  'no ssh server': (machine, said) => ({
    what: `the connection was closed before ssh could begin (${said})`,
    remedy: `see what listens on port ${machine.port ?? 22} there, and whether its ssh server turns this address away`,
  }),
  'host key changed': ({ host, knownHosts, port, alias }) => ({
    what: 'the machine shows another key than at the first contact, so it is another machine, or somebody is in between',
    remedy: `if it was made anew, forget the old one: \`ssh-keygen -f ${knownHosts} -R '${alias ?? knownAs(host, port)}'\` (and without \`-f …\` if ssh itself knows the machine)`,
  }),
  'host key unknown': ({ host, port }) => ({
    what: 'the key of the machine could not be checked',
    remedy: `see what \`ssh ${port ? `-p ${port} ` : ''}${host}\` says`,
  }),
  'key file missing': ({ identity }) => ({
    what: `there is no private key ${identity ?? ''}`.trim(),
    remedy: 'write the path of one into `identity` of the target, relative to the workspace',
  }),
  'key file open to others': ({ identity }) => ({
    what: `others can read the private key ${identity ?? ''}, so ssh does not take it`,
    remedy: `\`chmod 600 ${identity ?? '<file>'}\``,
  }),
  'key refused': (machine, said) => ({
    what: `the login was refused (${said})`,
    remedy: `put your public key into ~/.ssh/authorized_keys of ${machine.user ?? 'the user'} there, or write the private one that belongs to it into \`identity\` of the target; a key with a passphrase needs \`ssh-add\` first`,
  }),
  'too many keys': () => ({
    what: 'the ssh agent offered more keys than the machine takes',
    remedy: 'write the right one into `identity` of the target',
  }),
  'forwarding refused': (_, said) => ({
    what: `the ssh server does not forward to the engine's socket${said && ` (${said})`}`,
    remedy: 'set `AllowStreamLocalForwarding yes` in its sshd_config, and reload it',
  }),
  'engine absent': (machine) => ({
    what: 'there is no Docker engine on the machine',
    remedy: `\`${prepare(machine)}\` installs it`,
  }),
  'engine stopped': () => ({
    what: 'the Docker engine is installed there, and does not run',
    remedy: 'on the machine: `sudo systemctl start docker`, and `journalctl -u docker` for the reason',
  }),
  'no rights': (machine, said) => ({
    what: `${machine.user ?? 'the user'} may not use the Docker engine there (${said})`,
    remedy: `\`${prepare(machine)}\` gives the right, or on the machine: \`sudo usermod -aG docker ${machine.user ?? '<user>'}\`; it is as much as root's`,
  }),
  cut: (_, said) => ({
    what: `the connection was cut (${said})`,
    remedy: 'what was begun there goes on without it; run the command again, it takes the thread up',
  }),
  other: (machine, said) => ({
    what: `ssh ended (${said || 'without a word'})`,
    remedy: `see what \`ssh ${machine.port ? `-p ${machine.port} ` : ''}${machine.host}\` says`,
  }),
};

function prepare({ target }: Machine): string {
  return `npx nx run stacks:prepare -c ${target}`;
}

/** How OpenSSH writes an address into its files. */
function knownAs(host: string, port = 22): string {
  return port === 22 ? host : `[${host}]:${port}`;
}

function lastLine(said: string): string {
  return said.trim().split('\n').at(-1)?.trim() ?? '';
}
