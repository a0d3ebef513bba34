import type { CertificatePlan } from '@causeway/plan';
import { mayTry } from './acme/patience.ts';
import type { Renewals } from './acme/renewals.ts';
import type { KeptCertificates } from './kept-certificates.ts';

interface Kept {
  readonly kept: KeptCertificates;
  readonly renewals: Pick<Renewals, 'attempts' | 'names' | 'forget'>;
}

/** Removes what is kept of certificates that are not wanted, once a host that comes back could not use it; gives their names. */
export function forgetCertificates(
  wanted: readonly CertificatePlan[],
  { kept, renewals }: Kept,
  now: number,
): string[] {
  const named = new Set(wanted.map(({ name }) => name));
  const isForeign = (name: string) => !named.has(name);
  const ended = kept.names().filter((name) => isForeign(name) && !isGood(kept, name, now));
  for (const name of ended) kept.forget(name);
  const idle = renewals.names().filter((name) => isForeign(name) && isIdle({ kept, renewals }, name, now));
  for (const name of idle) renewals.forget(name);
  return [...new Set([...ended, ...idle])];
}

/** A host that comes back before its end costs no order. */
function isGood(kept: KeptCertificates, name: string, now: number): boolean {
  const found = kept.of(name).read(now);
  return found?.certificate !== undefined && found.wrong === undefined;
}

/** Patience with an authority outlasts the removal of the host. */
function isIdle({ kept, renewals }: Kept, name: string, now: number): boolean {
  return kept.of(name).read(now) === undefined && mayTry(renewals.attempts(name), now, false);
}
