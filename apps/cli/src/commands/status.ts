import type { ServiceStatus, Status } from '@causeway/release';
import { agentOf, answerDeadline, ask } from '../agent-client.ts';
import { printFacts } from '../report.ts';
import { table } from '../table.ts';
import { openTarget, type TargetOptions } from '../target.ts';

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
    `certificate of ${found.certificate.names.join(', ')}: until ${time(found.certificate.notAfter)}`,
    ...found.edgeErrors.map((error) => `edge refused: ${error}`),
  ].join('\n');
}

function serviceRow(service: ServiceStatus): string[] {
  const { serving, replicas } = service;
  const current = replicas.filter(({ release }) => release === serving?.release);
  const healthy = `${current.filter((replica) => replica.healthy).length}/${current.length}`;
  if (!serving) return [service.service, '-', '-', '-', '-', now(service)];
  return [service.service, serving.version, healthy, time(serving.since), serving.by, now(service)];
}

function now({ releasing, draining, serving }: ServiceStatus): string {
  const parts = [
    ...(releasing ? [`releasing ${releasing.version}: ${releasing.step}`] : []),
    ...draining.map(({ version, activeRequests }) => `draining ${version}: ${activeRequests} requests`),
  ];
  return parts.join('; ') || (serving ? 'serving' : 'not released');
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
  return [name, state, health ?? '-', time(startedAt)];
}

function time(instant: number | string): string {
  return new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
}
