import { isDeepStrictEqual } from 'node:util';
import type { ServicePlan } from '@causeway/plan';
import { shortened } from './shortened.ts';

/** What of a service's settings the edge alone reads, and how it looks where it does nothing. */
const plain = {
  hosts: ['localhost'],
  block: [],
  protect: [],
  limits: [],
  access: [],
  headers: {},
  sticky: { cookie: 'client' },
} satisfies Partial<ServicePlan>;

type Accepts = (candidate: ServicePlan) => Promise<boolean>;

/** `services.api.block[2] "/…"`: the one that is refused also among settings that do nothing; undefined when there is none. */
export async function findRefusedSetting(
  service: ServicePlan,
  accepts: Accepts,
): Promise<string | undefined> {
  for (const field of Object.keys(plain) as (keyof typeof plain)[]) {
    const value = service[field] ?? plain[field];
    const alone = (candidate: unknown) => accepts({ ...service, ...plain, [field]: candidate });
    if (isDeepStrictEqual(value, plain[field]) || (await alone(value))) continue;
    const index = Array.isArray(value) ? await findRefusedEntry(value, alone) : undefined;
    const path = `services.${service.name}.${field}`;
    return index === undefined ? path : `${path}[${index}] ${quote((value as readonly unknown[])[index])}`;
  }
  return undefined;
}

/** Undefined when they are refused together only, as the same host twice is. */
async function findRefusedEntry(
  entries: readonly unknown[],
  accepts: (entries: readonly unknown[]) => Promise<boolean>,
): Promise<number | undefined> {
  if (entries.length === 1) return 0;
  const half = Math.ceil(entries.length / 2);
  const [first, second] = [entries.slice(0, half), entries.slice(half)];
  if (!(await accepts(first))) return findRefusedEntry(first, accepts);
  if (await accepts(second)) return undefined;
  const index = await findRefusedEntry(second, accepts);
  return index === undefined ? undefined : half + index;
}

function quote(entry: unknown): string {
  return shortened(JSON.stringify(entry));
}
