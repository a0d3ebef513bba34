import { hostname, userInfo } from 'node:os';
import type { Plan } from '@causeway/plan';
import type { ProgressEvent, ReleaseReport, WantedRelease } from '@causeway/release';
import { agentOf, ask, releaseDeadline } from './agent-client.ts';
import { Failure } from './failure.ts';
import type { Image } from './images.ts';
import type { Say } from './progress.ts';

/** After it the old release still serves, if there was one. */
export class ReleaseFailure extends Failure {
  readonly report: ReleaseReport;

  constructor(report: ReleaseReport) {
    super('failed', describeFailure(report));
    this.report = report;
  }
}

/** Has the agent put an image live. */
export async function releaseImage(
  plan: Plan,
  image: Image,
  { force }: { force: boolean },
  say: Say,
): Promise<ReleaseReport> {
  const service = plan.services.find(({ name }) => name === image.service);
  if (!service) throw new Failure('mistake', `${image.service}: no such service in the config`);
  const report = await ask(
    agentOf(plan),
    { op: 'release', wanted: wantedRelease(image, force) },
    { deadline: releaseDeadline(service), onEvent: (event) => say(describeEvent(event)) },
  );
  if (report.outcome === 'failed') throw new ReleaseFailure(report);
  say(describeReport(report));
  return report;
}

export function wantedRelease({ service, image, packageVersion }: Image, force: boolean): WantedRelease {
  return { service, image, packageVersion, force, by: `${userInfo().username}@${hostname()}` };
}

export function describeEvent({ step, state, detail }: ProgressEvent): string {
  // the log of a failure stands in the message that ends the command
  const words = state === 'failed' ? detail?.split('\n', 1)[0] : detail;
  return `${step}: ${state}${words ? ` (${words})` : ''}`;
}

export function describeReport({ service, outcome, version, previous }: ReleaseReport): string {
  if (outcome === 'unchanged')
    return `${service} ${version} unchanged: the same content and settings serve already`;
  return `${service} ${version} serves${previous ? `, after ${previous}` : ''}`;
}

function describeFailure({ service, version, previous, error }: ReleaseReport): string {
  const standing = previous ? `${service} ${previous} serves as before` : 'nothing serves yet';
  return `release of ${service} ${version}: ${error?.trim() ?? 'failed'}\n${standing}`;
}
