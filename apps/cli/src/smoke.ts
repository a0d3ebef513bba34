import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { rootCertificates } from 'node:tls';
import type { Plan, ServicePlan } from '@causeway/plan';
import { Agent, request } from 'undici';
import { agentOf, answerDeadline, ask } from './agent-client.ts';
import { findConnection } from './connections.ts';
import { Failure } from './failure.ts';
import { interruption } from './interruption.ts';
import type { Say } from './progress.ts';
import { commandOn } from './target.ts';

/** An edge that Terraform has just replaced needs seconds until it listens. */
const smokeDeadline = 30_000;
const lookAgainAfter = 100;

/** One real request to each service's first host: through the edge, over HTTPS, with our own CA. */
export async function smoke(plan: Plan, caFile: string, say: Say): Promise<void> {
  const ca = await readFile(caFile, 'utf8');
  const turnedAway = await inMaintenance(plan);
  for (const service of plan.services) {
    const { name } = service;
    if (turnedAway.has(name))
      say(
        `${name} is not asked: it is in maintenance, until \`${commandOn(plan.target, `maintenance ${name} off`)}\``,
      );
    else await smokeService(plan, service, ca);
  }
}

/** The edge answers for them. */
async function inMaintenance(plan: Plan): Promise<ReadonlySet<string>> {
  const { services } = await ask(agentOf(plan), { op: 'status' }, { deadline: answerDeadline });
  return new Set(services.filter(({ maintenance }) => maintenance).map(({ service }) => service));
}

export function serviceUrl({ edge }: Plan, host: string): string {
  return `https://${host}${edge.https === 443 ? '' : `:${edge.https}`}/`;
}

async function smokeService(plan: Plan, service: ServicePlan, ca: string): Promise<void> {
  const [host = 'localhost'] = service.hosts;
  // what others have issued is trusted by its issuer, which may be no root
  const trust = { ca: [...rootCertificates, ca], allowPartialTrustChain: true };
  const dispatcher = new Agent({ connect: { ...trust, servername: host } });
  const signal = AbortSignal.any([AbortSignal.timeout(smokeDeadline), interruption]);
  try {
    await answered(() => visit(plan, service, host, { dispatcher, signal }), signal, serviceUrl(plan, host));
  } finally {
    await dispatcher.close();
  }
}

/** Asks until `visit` reports no trouble. */
async function answered(
  visit: () => Promise<string | undefined>,
  signal: AbortSignal,
  url: string,
): Promise<void> {
  let trouble: string | undefined = 'no answer';
  while (!signal.aborted) {
    const found = await visit().catch((error: Error) => error.message);
    if (found === undefined) return;
    if (!signal.aborted) trouble = found;
    await pause(lookAgainAfter, undefined, { signal }).catch(() => undefined);
  }
  interruption.throwIfAborted();
  throw new Failure(
    'failed',
    `${url}: ${trouble}, for ${smokeDeadline / 1000} s; see \`status\` and \`logs\``,
  );
}

async function visit(
  plan: Plan,
  service: ServicePlan,
  host: string,
  options: { dispatcher: Agent; signal: AbortSignal },
): Promise<string | undefined> {
  const { path, good } = probeOf(service);
  const { statusCode, body } = await request(`https://${edgeAddress(plan)}:${plan.edge.https}${path}`, {
    ...options,
    headers: { host: `${host}:${plan.edge.https}` },
  });
  await body.dump();
  return good(statusCode) ? undefined : `${path} answers ${statusCode}`;
}

/** The health path where the edge lets it through; else any answer that the service itself can have given. */
export function probeOf(service: ServicePlan): { path: string; good(status: number): boolean } {
  const { health } = service;
  return health && isOpen(service, health.path)
    ? { path: health.path, good: (status) => status === 200 }
    : { path: '/', good: (status) => status < 500 };
}

/** A rule that only looks as if it were about the path costs nothing but a weaker probe. */
function isOpen({ block, protect, access = [] }: ServicePlan, path: string): boolean {
  const rules = [...block, ...[...protect, ...access].map((rule) => rule.path)];
  return !rules.some((rule) => path.toLowerCase().startsWith(rule.replace(/\/$/, '').toLowerCase()));
}

function edgeAddress({ engine: { host } }: Plan): string {
  return findConnection(host)?.address ?? '127.0.0.1';
}
