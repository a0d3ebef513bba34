import { isDeepStrictEqual } from 'node:util';
import type { EdgePlan, Plan, ServicePlan } from '@causeway/plan';
import { Failure } from './failure.ts';

/** What a deploy changes without Terraform, from one plan to the next. */
export interface ChangedSettings {
  /** Services that the config no longer names. */
  readonly gone: readonly string[];
  /** New services with a host of one that goes; absent where there are none. */
  readonly renamed?: readonly Rename[];
  /** By service, the fields that differ. */
  readonly services: Readonly<Record<string, readonly string[]>>;
  /** Where certificates come from, if from elsewhere than before. */
  readonly tls?: { readonly from: string; readonly to: string };
}

interface Rename {
  readonly from: string;
  readonly to: string;
  readonly hosts: readonly string[];
}

export function changedSettings(deployed: Plan | undefined, wanted: Plan): ChangedSettings {
  const before = deployed?.services ?? [];
  const pairs = wanted.services.flatMap((service) => {
    const old = before.find(({ name }) => name === service.name);
    return old ? [[service.name, changedFields(old, service)] as const] : [];
  });
  const gone = without(before, wanted.services);
  const renamed = gone.flatMap((old) => without(wanted.services, before).flatMap((now) => rename(old, now)));
  return {
    gone: gone.map(({ name }) => name),
    ...(renamed.length > 0 && { renamed }),
    services: Object.fromEntries(pairs.filter(([, fields]) => fields.length > 0)),
    ...(deployed && changedTls(deployed.edge.tls, wanted.edge.tls)),
  };
}

function without(services: readonly ServicePlan[], others: readonly ServicePlan[]): ServicePlan[] {
  return services.filter(({ name }) => !others.some((other) => other.name === name));
}

function rename(old: ServicePlan, now: ServicePlan): Rename[] {
  const hosts = now.hosts.filter((host) => old.hosts.includes(host));
  return hosts.length > 0 ? [{ from: old.name, to: now.name, hosts }] : [];
}

function changedTls(old: EdgePlan['tls'], now: EdgePlan['tls']): Pick<ChangedSettings, 'tls'> {
  if (isDeepStrictEqual(asWritten(old), asWritten(now))) return {};
  return { tls: { from: wordTls(old), to: wordTls(now) } };
}

function wordTls(tls: EdgePlan['tls']): string {
  switch (tls.mode) {
    case 'self-signed':
      return tls.mode;
    case 'files':
      return `files in ${tls.source}`;
    case 'acme':
      return `acme at ${tls.directory} for ${tls.contact}`;
    default:
      return tls satisfies never;
  }
}

export function describeSettings({ gone, renamed = [], services, tls }: ChangedSettings): string[] {
  return [
    ...(tls ? [`Certificates: ${tls.to} instead of ${tls.from}`] : []),
    ...Object.entries(services).map(([name, fields]) => `Settings of ${name}: ${fields.join(', ')}`),
    ...gone.map((name) => `Removal of ${name}: the config no longer names it; a database of its own stays`),
    ...renamed.map(
      ({ from, to, hosts }) =>
        `${hosts.join(', ')}: ${from} gives it to ${to}, which is new: it answers 503 until the first release of ${to} serves, and nothing of ${from} goes with it, no database and no release to go back to`,
    ),
  ];
}

/** A release runs under the settings of the last deploy, so new ones would be left out without a word. */
export function refuseUndeployedSettings(deployed: Plan | undefined, wanted: Plan, service: string): void {
  const fields = changedSettings(deployed, wanted).services[service]?.filter((field) => field !== 'source');
  if (!fields?.length) return;
  throw new Failure(
    'obstacle',
    `services.${service}: ${fields.join(', ')} changed in the config since the last deploy; run \`deploy\`, which releases it too`,
  );
}

/** `deployed` comes from a file, where what is undefined is not there at all. */
function changedFields(deployed: ServicePlan, wanted: ServicePlan): string[] {
  const [old, now] = [asWritten(deployed), asWritten(wanted)];
  const fields = Object.keys({ ...old, ...now });
  return fields.filter((field) => !isDeepStrictEqual(old[field], now[field]));
}

function asWritten(part: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(part));
}
