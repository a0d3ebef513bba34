import { statusOf } from '../../platform/settled.ts';
import type { Target } from '../../target.ts';
import { docker, prefixOf } from '../docker.ts';
import type { Part } from '../snapshot.ts';

/** Who holds the service, what is under way, and the database's advisory locks. */
export const locks: Part = async (target) => {
  const { lease, releasing, baking, canary, draining } = await statusOf(target, 'subject');
  return {
    lease: JSON.stringify(lease ?? null),
    'under way': JSON.stringify([releasing ?? null, baking ?? null, canary ?? null, draining]),
    'advisory locks': await advisoryLocks(target),
  };
};

function advisoryLocks(target: Target): Promise<string> {
  const select = "select count(*) from pg_locks where locktype = 'advisory'";
  return docker(target, ['exec', `${prefixOf(target)}-postgres`, 'psql', '-XAtqU', 'postgres', '-c', select]);
}
