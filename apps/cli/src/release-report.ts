import type { Outcome, ProgressEvent, ReleaseReport, RequestCount, StepRecord } from '@causeway/release';
import { Failure } from './failure.ts';
import { clockTime, describeDuration } from './times.ts';

/** A release that does not serve; its report says what does. */
export class ReleaseFailure extends Failure {
  readonly report: ReleaseReport;

  constructor(report: ReleaseReport, message = describeReport(report)) {
    super('failed', message);
    this.report = report;
  }
}

/** The release is as its report says, and the report is not where it was to be. */
export class ReportUnwritten extends Failure {
  readonly report: ReleaseReport;

  constructor(report: ReleaseReport, why: string) {
    super('failed', `${describeReport(report)}\nits report could not be written: ${why}`);
    this.report = report;
  }
}

/** It does not serve, though that was the wish. */
export function isFailure({ outcome, error }: ReleaseReport): boolean {
  switch (outcome) {
    case 'released':
    case 'unchanged':
      return false;
    // by somebody else, who took it back
    case 'rolled-back':
      return error !== undefined;
    case 'failed':
    case 'aborted':
    case 'switched-back':
      return true;
    default:
      return outcome satisfies never;
  }
}

export function describeEvent({ step, state, detail }: ProgressEvent): string {
  // the log of a failure stands in the message that ends the command
  const words = state === 'failed' ? detail?.split('\n', 1)[0] : detail;
  return `${step}: ${state}${words ? ` (${words})` : ''}`;
}

/** What became of it, how long its phases took, who answered requests meanwhile, and what comes next. */
export function describeReport(report: ReleaseReport): string {
  const lines = [headlines[report.outcome](report)];
  if (report.outcome !== 'unchanged')
    lines.push(...originLine(report), ...phaseLine(report.steps), ...describeRequests(report.requests ?? []));
  return [...lines, ...bakeLine(report)].join('\n  ');
}

export function describePhases(steps: readonly StepRecord[]): string {
  return steps
    .flatMap(({ step, startedAt, endedAt, failed }) =>
      endedAt === undefined
        ? []
        : [`${step} ${describeDuration(endedAt - startedAt)}${failed === undefined ? '' : ' (failed)'}`],
    )
    .join(', ');
}

export function describeRequests(requests: readonly RequestCount[]): string[] {
  return requests.map(({ version, ...counts }) => `${version} answered ${describeAnswers(counts)}`);
}

function describeAnswers({ served, failed }: Omit<RequestCount, 'version'>): string {
  if (served === 0) return 'no request';
  const count = `${served} request${served === 1 ? '' : 's'}`;
  return `${count}, ${failed === 0 ? 'none' : `${failed} of them`} with an error (5xx)`;
}

const headlines: Record<Outcome, (report: ReleaseReport) => string> = {
  released: ({ service, version, previous }) =>
    `${service} ${version} serves${previous ? `, after ${previous}` : ''}`,
  unchanged: ({ service, version, why = 'the same content and settings serve already' }) =>
    `${service} ${version} unchanged: ${why}`,
  'rolled-back': (report) =>
    report.error === undefined
      ? `${report.service} ${report.version} serves${report.previous ? ` instead of ${report.previous}` : ''}: rolled back`
      : `release of ${nameOf(report)}: it was taken back${because(report)}\n${standing(report)}`,
  failed: (report) => `release of ${nameOf(report)} failed${because(report)}\n${standing(report)}`,
  aborted: (report) => `release of ${nameOf(report)} was aborted${byWhom(report)}\n${standing(report)}`,
  'switched-back': (report) =>
    `release of ${nameOf(report)}: it served, went bad, and was switched back${because(report)}\n${standing(report)}`,
};

function nameOf({ service, version }: ReleaseReport): string {
  return `${service} ${version}`;
}

/** The reason may say already that it is an order, and whose. */
function byWhom(report: ReleaseReport): string {
  return report.error?.startsWith('aborted by ') ? report.error.slice('aborted'.length) : because(report);
}

function because({ error }: ReleaseReport): string {
  return error?.trim() ? `: ${error.trim()}` : '';
}

function standing({ service, version, previous, outcome, steps }: ReleaseReport): string {
  const served = steps.some(
    ({ step, endedAt, failed }) => step === 'switch' && endedAt !== undefined && !failed,
  );
  if (served && outcome === 'failed') return `${service} ${version} goes on serving`;
  if (!previous) return 'nothing serves yet';
  return `${service} ${previous} serves ${served ? 'again' : 'as before'}`;
}

function originLine({ by, image }: ReleaseReport): string[] {
  return by === undefined || image === undefined ? [] : [`asked for by ${by}, image ${image}`];
}

function phaseLine(steps: readonly StepRecord[]): string[] {
  const ended = steps.flatMap(({ startedAt, endedAt }) =>
    endedAt === undefined ? [] : [{ startedAt, endedAt }],
  );
  if (ended.length === 0) return [];
  const from = Math.min(...ended.map(({ startedAt }) => startedAt));
  const to = Math.max(...ended.map(({ endedAt }) => endedAt));
  return [`took ${describeDuration(to - from)}: ${describePhases(steps)}`];
}

function bakeLine({ bakesUntil, service, previous }: ReleaseReport): string[] {
  if (bakesUntil === undefined || !previous) return [];
  return [
    `watched until ${clockTime(bakesUntil)}: until then ${previous} stays warm and takes over again by itself if this one goes bad (\`promote ${service}\` ends it, \`rollback ${service}\` goes back)`,
  ];
}
