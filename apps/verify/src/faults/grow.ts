import type { Target } from '../target.ts';
import { mustRun } from './command.ts';
import { measureSize, type Size } from './measure-size.ts';
import { waitUntilCalm } from './status.ts';
import { writeSubject } from './subject.ts';

/** By then whatever is kept of a number of releases is kept of that many. */
export const settledAfter = 20;

export interface Growth {
  readonly settled: Size;
  readonly end: Size;
}

/** Puts that many different contents live, one right after the other. */
export async function grow(target: Target, releases: number): Promise<Growth> {
  await releaseContents(target, 1, Math.min(settledAfter, releases));
  const settled = await measureCalmly(target);
  await releaseContents(target, settledAfter + 1, releases);
  return { settled, end: await measureCalmly(target) };
}

async function releaseContents(target: Target, first: number, last: number): Promise<void> {
  for (let number = first; number <= last; number++) {
    writeSubject({ content: `growth ${number}, ${Date.now()}` });
    await mustRun(target, ['release', 'subject']);
  }
}

async function measureCalmly(target: Target): Promise<Size> {
  await waitUntilCalm(target);
  return measureSize(target);
}
