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
    table([['SERVICE', 'VERSION', 'HEALTHY', 'SINCE', 'BY', 'NOW'], ...found.services.map(serviceRow)]),
    '',
    table([['REPLICA', 'RELEASE', 'ADDRESS', 'STATE', 'HEALTHY'], ...found.services.flatMap(replicaRows)]),
    '',
    table([['CONTAINER', 'STATE', 'HEALTH', 'STARTED'], ...found.containers.map(containerRow)]),
    '',
    `certificate of ${found.certificate.names.join(', ')}: until ${dateTime(found.certificate.notAfter)}`,
    ...found.services.flatMap(leaseLines),
    ...found.edgeErrors.map((error) => `edge refused: ${error}`),
  ].join('\n');
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
    ...(releasing ? [`releasing ${releasing.version}: ${releasing.step}`] : []),
    ...canaryPart(service),
    ...bakingPart(service),
    ...draining.map(
      ({ version, activeRequests, until }) =>
        `draining ${version}: ${activeRequests} requests, until ${clockTime(until)}`,
    ),
    ...trafficParts(service),
  ];
  return parts.join('; ') || (service.serving ? 'serving' : 'not released');
}

function canaryPart({ canary }: ServiceStatus): string[] {
  return canary ? [`canary ${canary.version}: ${canary.percent}% of the clients`] : [];
}

function bakingPart({ baking }: ServiceStatus): string[] {
  if (!baking) return [];
  return [
    `baking: ${baking.warm} takes over if it goes bad, until ${clockTime(baking.until)} (${leftUntil(baking.until)} left)`,
  ];
}

function trafficParts({ paused, maintenance }: ServiceStatus): string[] {
  return [
    ...(paused
      ? [`PAUSED by ${paused.by}: ${paused.held} requests held, until ${clockTime(paused.until)}`]
      : []),
    ...(maintenance ? [`IN MAINTENANCE since ${dateTime(maintenance.since)} by ${maintenance.by}`] : []),
  ];
}

function leaseLines({ service, lease }: ServiceStatus): string[] {
  if (!lease) return [];
  const { owner, what, since, until, token } = lease;
  return [
    `lease of ${service}: ${owner} for "${what}" since ${dateTime(since)}, until ${clockTime(until)} unless renewed (token ${token})`,
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
