import { claim, file, type Part, reload } from '../step.ts';

/** Root's own, one file for each user: a file in a user's home could lead root elsewhere, and be added to. */
export const keyFolder = '/etc/ssh/authorized_keys.d';

/** sshd takes the first value that it reads, so this comes before all others in its folder. */
const path = '/etc/ssh/sshd_config.d/00-causeway.conf';

const settings: readonly { readonly name: string; readonly value: string; readonly reason: string }[] = [
  { name: 'PermitRootLogin', value: 'no', reason: 'whoever becomes root has a name in the log' },
  { name: 'PasswordAuthentication', value: 'no', reason: 'a password can be guessed' },
  { name: 'KbdInteractiveAuthentication', value: 'no', reason: 'the other way to ask for a password' },
  { name: 'PermitEmptyPasswords', value: 'no', reason: 'nor none' },
  { name: 'X11Forwarding', value: 'no', reason: 'nothing here draws windows' },
  { name: 'AllowAgentForwarding', value: 'no', reason: 'root here must not use keys of people elsewhere' },
  { name: 'LoginGraceTime', value: '30', reason: 'a key takes a second' },
  { name: 'ClientAliveInterval', value: '60', reason: 'a closed laptop is noticed' },
  { name: 'ClientAliveCountMax', value: '3', reason: 'after three minutes' },
  {
    name: 'MaxStartups',
    value: '100:30:200',
    reason: 'a deploy opens a connection for each command of docker',
  },
  { name: 'MaxSessions', value: '100', reason: 'or has them all go through one' },
];

/** Keys only, nobody as root. */
export function ssh(): Part {
  return {
    name: 'ssh',
    packages: ['openssh-server'],
    steps: [
      file(path, [
        ...settings.flatMap(({ name, value, reason }) => [`# ${reason}`, `${name} ${value}`]),
        '# keys that root looks after, and those that the maker of the machine put into a home',
        `AuthorizedKeysFile ${keyFolder}/%u .ssh/authorized_keys`,
      ]),
      reload('sshd reads its settings', 'reload_sshd'),
      ...settings.map(({ name, value, reason }) =>
        claim(`sshd has ${name} ${value} (${reason})`, 'sshd_setting', `${name.toLowerCase()} ${value}`),
      ),
    ],
  };
}
