import type { CertificateStatus, ServiceStatus, Status } from '@causeway/release';
import { agentOf, answerDeadline, ask } from '../agent-client.ts';
import { lookAtHosts, refuseAway } from '../away-hosts.ts';
import { type OfHost, printEach } from '../hosts.ts';
import { table } from '../table.ts';
import { commandOn, type TargetOptions } from '../target.ts';
import { clockTime, dateTime, leftUntil } from '../times.ts';

/** What runs now, in the agent's words. */
export async function status(options: TargetOptions): Promise<void> {
  const { found, away } = await lookAtHosts(options, ({ outline }) =>
    ask(agentOf(outline), { op: 'status' }, { deadline: answerDeadline }),
  );
  const apart = describeParted(found, options.target);
  printEach(options, found, describe, away);
  if (apart.length > 0) process.stderr.write(`${apart.join('\n')}\n`);
  refuseAway(away);
}

/** Services of which the hosts serve different versions. */
export function describeParted(found: readonly OfHost<Status>[], target: string): string[] {
  const services = found[0]?.facts.services ?? [];
  return services.flatMap(({ service }) => {
    const versions = found.map(({ hostName, facts }) => {
      const serving = facts.services.find((each) => each.service === service)?.serving;
      return { hostName, version: serving?.version ?? 'nothing' };
    });
    if (new Set(versions.map(({ version }) => version)).size < 2) return [];
    const each = versions.map(({ hostName, version }) => `${hostName} ${version}`).join(', ');
    const commands = [`release ${service}`, `rollback ${service} --to <version>`]
      .map((words) => `\`${commandOn(target, words)}\``)
      .join(' or ');
    return [
      `PROBLEM ${service}: the hosts serve different versions: ${each}; unless a release is under way, ${commands} makes them alike`,
    ];
  });
}

export function describe(found: Status): string {
  return [
    `${found.platform} on ${found.target}: ${found.url.join(', ')}`,
    '',
    table([['SERVICE', 'VERSION', 'HEALTHY', 'SINCE (UTC)', 'BY', 'NOW'], ...found.services.map(serviceRow)]),
    '',
    table([['REPLICA', 'RELEASE', 'ADDRESS', 'STATE', 'HEALTHY'], ...found.services.flatMap(replicaRows)]),
    '',
    table([['CONTAINER', 'STATE', 'HEALTH', 'STARTED (UTC)'], ...found.containers.map(containerRow)]),
    '',
    ...found.certificates.map(certificateLine),
    ...found.services.flatMap(leaseLines),
    ...[...found.certificates.flatMap(certificateProblem), ...found.edgeErrors].map(
      (problem) => `PROBLEM ${problem}`,
    ),
  ].join('\n');
}

const day = 24 * 60 * 60_000;
/** Nine days into the last third of what Let's Encrypt and the local authority issue. Milliseconds. */
const soon = 21 * day;

const origins: Readonly<Record<CertificateStatus['from'], string>> = {
  local: 'self-signed',
  files: 'files',
  acme: 'acme',
};

function certificateLine(certificate: CertificateStatus): string {
  const { names, from, issuer, notAfter, standIn } = certificate;
  const days = Math.floor((Date.parse(notAfter) - Date.now()) / day);
  const left = days < 0 ? 'IT HAS ENDED' : `${days} days left`;
  const what = standIn
    ? 'A STAND-IN THAT NOBODY TRUSTS'
    : `from ${issuer}, until ${dateTime(notAfter)} UTC (${left})`;
  return [
    `certificate of ${names.join(', ')} (${origins[from]}): ${what}`,
    ...renewalParts(certificate),
  ].join('; ');
}

function renewalParts({ renewal, next }: CertificateStatus): string[] {
  return [
    ...(renewal
      ? [`${renewal.outcome} ${dateTime(renewal.at)} UTC${renewal.why ? ` (${renewal.why})` : ''}`]
      : []),
    ...(next === undefined
      ? []
      : [`${renewal?.outcome === 'failed' ? 'tried again' : 'renewed'} from ${dateTime(next)} UTC`]),
  ];
}

/** Renewal begins with a third of the life left; of a short one a quarter is less than those days. */
function certificateProblem({ names, from, notBefore, notAfter, standIn }: CertificateStatus): string[] {
  const life = Date.parse(notAfter) - Date.parse(notBefore);
  const left = Date.parse(notAfter) - Date.now();
  // the edge says why there is none
  if (standIn || left > Math.min(soon, life / 4)) return [];
  return [`certificate of ${names.join(', ')}: it ends on ${dateTime(notAfter)} UTC, and ${remedies[from]}`];
}

const remedies: Readonly<Record<CertificateStatus['from'], string>> = {
  local: 'should have been renewed by now; see `logs agent` and the clock of the host',
  files: "nobody has put a new one into the host's folder; renew it there",
  acme: 'should have been renewed by now; its line says why it was not, and `logs agent` more',
};

function serviceRow(service: ServiceStatus): string[] {
  const { serving, replicas } = service;
  const current = replicas.filter(({ release }) => release === serving?.release);
  const healthy = `${current.filter((replica) => replica.healthy).length}/${current.length}`;
  if (!serving) return [service.service, '-', '-', '-', '-', now(service)];
  return [service.service, serving.version, healthy, dateTime(serving.since), serving.by, now(service)];
}

function now(service: ServiceStatus): string {
  const { releasing, draining } = service;
  const parts = [
    ...(service.leaving ? ['the config does not name it any more'] : []),
    ...(releasing ? [`releasing ${releasing.version}: at the step "${releasing.step}"`] : []),
    ...canaryPart(service),
    ...heldPart(service),
    ...bakingPart(service),
    ...draining.map(
      ({ version, activeRequests, until }) =>
        `draining ${version}: ${counted(activeRequests)} in hand, until ${clockTime(until)} at the latest`,
    ),
    ...trafficParts(service),
  ];
  return parts.join('; ') || (service.serving ? 'serving' : 'not released yet');
}

function canaryPart({ canary }: ServiceStatus): string[] {
  return canary ? [`canary ${canary.version}: ${canary.percent}% of the clients`] : [];
}

function heldPart({ held }: ServiceStatus): string[] {
  return held ? [`held: ${held.version} goes back unless all hosts get it, as ${held.by} wants`] : [];
}

function bakingPart({ baking }: ServiceStatus): string[] {
  if (!baking) return [];
  return [
    `baking: ${baking.warm} takes over again if ${baking.version} goes bad, until ${clockTime(baking.until)} (${leftUntil(baking.until)} left)`,
  ];
}

function trafficParts({ paused, maintenance }: ServiceStatus): string[] {
  return [
    ...(paused
      ? [`PAUSED by ${paused.by}: ${counted(paused.held)} held, until ${clockTime(paused.until)}`]
      : []),
    ...(maintenance
      ? [`IN MAINTENANCE since ${dateTime(maintenance.since)} UTC by ${maintenance.by}: everybody gets 503`]
      : []),
  ];
}

function counted(requests: number): string {
  return `${requests} request${requests === 1 ? '' : 's'}`;
}

/** Who may change what serves at the moment. */
function leaseLines({ service, lease }: ServiceStatus): string[] {
  if (!lease) return [];
  const { owner, what, since, until, token } = lease;
  return [
    `lease of ${service}: ${owner} for "${what}" since ${dateTime(since)} UTC; it ends at ${clockTime(until)} unless its holder renews it (token ${token})`,
  ];
}

function replicaRows({ replicas }: ServiceStatus): string[][] {
  return replicas.map(({ container, release, address, state, healthy }) => [
    container,
    release,
    address,
    state,
    healthy ? 'yes' : 'no',
  ]);
}

function containerRow({ name, state, health, startedAt }: Status['containers'][number]): string[] {
  return [name, state, health ?? '-', startedAt ? dateTime(startedAt) : '-'];
}
