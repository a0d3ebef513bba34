import type { SharedSecrets } from '@causeway/release';
import type { Host, PlannedHost } from './host.ts';
import { log } from './log.ts';

type Keepers = Pick<Host, 'passwords' | 'authority'>;

/** What all hosts of a target must have alike. */
export async function exportSecrets(
  { passwords, authority }: Keepers,
  { plan, ports }: Pick<PlannedHost, 'plan' | 'ports'>,
): Promise<SharedSecrets> {
  return {
    passwords: await passwords.all(),
    authority: await authority.share(plan.platform, ports.clock.now()),
  };
}

/** Takes what the first host has made in place of the own; what was so already is not touched. */
export async function importSecrets(
  { passwords, authority }: Keepers,
  secrets: SharedSecrets,
): Promise<boolean> {
  const changed = [
    ...((await passwords.replace(secrets.passwords)) ? ['passwords'] : []),
    ...((await authority.adopt(secrets.authority)) ? ['authority'] : []),
  ];
  if (changed.length > 0) log('secrets of the first host are taken over', { changed });
  return changed.length > 0;
}
