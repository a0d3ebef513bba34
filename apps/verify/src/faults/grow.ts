import { setTimeout } from 'node:timers/promises';
import { mustRun } from '../platform/commands.ts';
import { waitUntilSettled } from '../platform/settled.ts';
import type { Target } from '../target.ts';
import { measureSize, type Size } from './measure-size.ts';
import { contextOf, writeSubject } from './subject.ts';

/** By then whatever is kept of a number of releases is kept of that many. */
export const settledAfter = 20;

export interface Growth {
  readonly settled: Size;
  readonly end: Size;
}

export async function grow(target: Target, releases: number): Promise<Growth> {
  const [settled = {}, end = {}] = await sizesAfter(target, [Math.min(settledAfter, releases), releases]);
  return { settled, end };
}

/** Puts different contents live, one right after the other, and measures after each of these numbers of them. */
export async function sizesAfter(target: Target, looks: readonly number[]): Promise<Size[]> {
  const sizes: Size[] = [];
  for (const [index, look] of looks.entries()) {
    await releaseContents(target, 1 + (looks[index - 1] ?? 0), look);
    sizes.push(await measureCalmly(target));
  }
  return sizes;
}

async function releaseContents(target: Target, first: number, last: number): Promise<void> {
  for (let number = first; number <= last; number++) {
    writeSubject({ content: `growth ${number}, ${Date.now()}` }, contextOf(target));
    await mustRun(target, ['release', 'subject']);
  }
}

/** At rest the agent gives back once a minute what it does not need; what was still in use the first time, the second. Milliseconds. */
const rest = 135_000;

async function measureCalmly(target: Target): Promise<Size> {
  await waitUntilSettled(target, 'subject');
  await setTimeout(rest);
  return measureSize(target);
}
