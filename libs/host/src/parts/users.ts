import type { HostPlan, UserPlan } from '@causeway/plan';
import type { PublicKeys } from '../bootstrap.ts';
import { claim, file, type Part, type Step } from '../step.ts';
import { keyFolder } from './ssh.ts';

/** Who may log in, and who of them may become root. */
export function users({ users }: HostPlan, keys: PublicKeys): Part {
  const admins = users.filter(({ sudo }) => sudo);
  return {
    name: 'users',
    packages: ['sudo'],
    steps: [
      ...users.flatMap((user) => oneUser(user, keys[user.name] ?? [])),
      file(
        '/etc/sudoers.d/causeway',
        admins.map(({ name }) => `${name} ALL=(ALL:ALL) NOPASSWD: ALL`),
        '0440',
      ),
      claim('sudo takes its rules', 'sudo_rules'),
      claim('whoever has left the config is shut out', 'only_users', ...users.map(({ name }) => name)),
    ],
  };
}

function oneUser({ name, sudo }: UserPlan, keys: readonly string[]): Step[] {
  if (keys.length === 0)
    throw new Error(`server.users: ${name} has no public key and could never log in; give one`);
  // Docker gives the machine to whoever may use it, so it is for those alone who may become root anyway.
  const groups = sudo ? ['docker', 'sudo'] : [];
  return [
    claim(`${name} has an account`, 'account', name),
    claim(`${name} has no password`, 'passwordless', name),
    claim(
      `${name} is in ${groups.join(' and ') || 'no group'} besides its own`,
      'in_groups',
      name,
      groups.join(' '),
    ),
    file(`${keyFolder}/${name}`, keys),
  ];
}
