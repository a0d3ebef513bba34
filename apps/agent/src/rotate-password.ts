import { Mistake, type Results } from '@causeway/release';
import { edgeUsers, type Host, type PlannedHost } from './host.ts';
import { log } from './log.ts';
import { credentials } from './status.ts';

/** A new password for a user of protected paths, which the edge has taken when this ends; the old one opens nothing any more. */
export async function rotatePassword(
  host: Pick<Host, 'passwords'>,
  planned: Pick<PlannedHost, 'plan' | 'edge'>,
  { user, by }: { readonly user: string; readonly by: string },
): Promise<Results['rotate']> {
  const users = edgeUsers(...planned.plan.services);
  if (!users.includes(user))
    throw new Mistake(
      `${user}: no protected path is for this user; there is ${users.join(', ') || 'nobody'}`,
    );
  await host.passwords.renew('user', user);
  log('a user has a new password', { user, by });
  await planned.edge.refresh().catch((error) => {
    throw new Error(
      `${user} has a new password, which \`credentials\` shows, but not at the edge yet: ${error.message}`,
    );
  });
  const all = await credentials(host, planned);
  return { users: all.users.filter(({ name }) => name === user), readers: [] };
}
