import type { Plan, ServicePlan } from '@causeway/plan';
import type { ReleaseReport, WantedRelease } from '@causeway/release';
import { agentOf, answerDeadline, ask, releaseDeadline } from './agent-client.ts';
import { type Followed, isRepeatable, serviceOf } from './follow.ts';
import { type OfHost, printEach } from './hosts.ts';
import type { Image } from './images.ts';
import { whoAsks } from './person.ts';
import type { Say } from './progress.ts';
import { describeReport, isFailure, ReleaseFailure, ReportUnwritten } from './release-report.ts';
import { printFacts } from './report.ts';
import { saveReport } from './report-files.ts';
import { findService } from './target.ts';
import { type AmongHosts, watch } from './watch.ts';
import type { TargetFiles } from './workspace.ts';

/** What may be asked of a release beyond its image. */
export type ReleaseWishes = Pick<
  WantedRelease,
  'wait' | 'canary' | 'irreversible' | 'allowedBreaking' | 'migrations'
> & {
  readonly force?: boolean;
};

/** Where a release goes, and where its report is left. */
export interface Destination {
  readonly plan: Plan;
  readonly files: Pick<TargetFiles, 'releases'>;
  /** A second file for the report. */
  readonly report?: string;
  readonly among?: AmongHosts;
}

export function wantedRelease(
  { service, image, packageVersion }: Image,
  { force = false, ...wishes }: ReleaseWishes = {},
): WantedRelease {
  return { service, image, packageVersion, force, by: whoAsks(), ...wishes };
}

/** Has the agent do it to the end, and leaves the report; throws when the release does not serve. */
export async function carryOut(destination: Destination, request: Followed, say: Say) {
  const { plan, files, report: file, among } = destination;
  const service = findService(plan, serviceOf(request));
  const known = isRepeatable(request) ? undefined : await versionsOf(plan, service);
  const watching = {
    deadline: releaseDeadline(service, timesOf(request)),
    ...(known && { known }),
    ...among,
  };
  const report = await watch(plan, request, watching, say);
  const unwritten = await saveReport(files, report, file).then(
    () => undefined,
    (error: Error) => error.message,
  );
  if (unwritten !== undefined) say(`the report could not be written: ${unwritten}`);
  if (isFailure(report)) throw new ReleaseFailure(report);
  if (unwritten !== undefined) throw new ReportUnwritten(report, unwritten);
  return report;
}

/** All that the service has had, so that one that is made next can be told from them. */
async function versionsOf(plan: Plan, { name }: ServicePlan): Promise<ReadonlySet<string>> {
  const agent = agentOf(plan);
  const { services } = await ask(agent, { op: 'status' }, { deadline: answerDeadline });
  const { entries } = await ask(agent, { op: 'history', service: name }, { deadline: answerDeadline });
  const now = services.find(({ service }) => service === name);
  const versions = [now?.serving, now?.releasing, ...entries].map((each) => each?.version);
  return new Set(versions.filter((version) => version !== undefined));
}

/** Whoever joins a canary does not know how long its steps are; a day is for ever. Milliseconds. */
const longestCanary = { percents: [100], step: 24 * 60 * 60_000 };

function timesOf(request: Followed): Pick<WantedRelease, 'canary' | 'wait'> {
  if (request.op === 'release') return request.wanted;
  return request.op === 'attach' ? { ...request, canary: longestCanary } : {};
}

/** Prints what came of it on each host; as JSON also when it failed or left no report, before that ends the command. */
export async function printOutcome(
  options: { readonly json?: boolean },
  work: Promise<readonly OfHost<ReleaseReport>[]>,
): Promise<void> {
  const reports = await work.catch((error: unknown) => {
    const isTold = error instanceof ReleaseFailure || error instanceof ReportUnwritten;
    if (options.json && isTold) printFacts(options, error.report, describeReport);
    throw error;
  });
  printEach(options, reports, describeReport);
}
