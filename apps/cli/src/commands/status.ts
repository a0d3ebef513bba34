import type { ServiceStatus, Status } from '@causeway/release';
import { agentOf, answerDeadline, ask } from '../agent-client.ts';
import { printFacts } from '../report.ts';
import { table } from '../table.ts';
import { openTarget, type TargetOptions } from '../target.ts';
import { clockTime, dateTime, leftUntil } from '../times.ts';

/** What runs now, in the agent's words. */
export async function status(options: TargetOptions): Promise<void> {
  const { outline } = await openTarget(options);
  printFacts(options, await ask(agentOf(outline), { op: 'status' }, { deadline: answerDeadline }), describe);
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
    certificateLine(found.certificate),
    ...found.services.flatMap(leaseLines),
    ...[...certificateProblem(found.certificate), ...found.edgeErrors].map((problem) => `PROBLEM ${problem}`),
  ].join('\n');
}

/** It is renewed by itself long before. Milliseconds. */
const dueLongAgo = 21 * 24 * 60 * 60_000;

function certificateLine({ names, notAfter }: Status['certificate']): string {
  const days = Math.floor((Date.parse(notAfter) - Date.now()) / (24 * 60 * 60_000));
  const left = days < 0 ? 'IT HAS ENDED' : `${days} days left`;
  return `certificate of ${names.join(', ')}: until ${dateTime(notAfter)} UTC (${left})`;
}

function certificateProblem({ names, notAfter }: Status['certificate']): string[] {
  if (Date.parse(notAfter) - Date.now() > dueLongAgo) return [];
  return [
    `certificate of ${names.join(', ')}: it should have been renewed by now; see \`logs agent\` and the clock of the host`,
  ];
}

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
    ...(releasing ? [`releasing ${releasing.version}: at the step "${releasing.step}"`] : []),
    ...canaryPart(service),
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
