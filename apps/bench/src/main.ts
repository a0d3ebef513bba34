import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, openTarget, type Target, tableOf, workspace, writeSubject } from '@causeway/verify';
import { benchGrowth } from './growth.ts';
import { removeImages } from './images.ts';
import { describeMachine, lookAtMachine, type Machine } from './machine.ts';
import { type Options, type Part, parseOptions, usage } from './options.ts';
import type { Measure, Outcome } from './outcome.ts';
import { subjectFolder } from './platform.ts';
import { benchRelease } from './release.ts';
import { benchRest } from './rest.ts';

const couldNotMeasure = 2;
const name = 'measured';
const config = 'apps/bench/src/platform.config.ts';

const benches = {
  rest: benchRest,
  release: benchRelease,
  growth: benchGrowth,
} satisfies Record<Part, Measure>;

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'help') console.log(usage);
  else await bench(options);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = couldNotMeasure;
}

async function bench(options: Options): Promise<void> {
  try {
    const target = await bringUp();
    for (const part of options.parts) await benchPart(part, target, options);
  } finally {
    if (!options.keep) await takeDown();
  }
}

async function bringUp(): Promise<Target> {
  writeSubject({ content: 'first' }, subjectFolder);
  await mustRun({ name, config }, ['deploy']);
  return openTarget(name, config);
}

async function takeDown(): Promise<void> {
  await mustRun({ name, config }, ['destroy', '--yes']);
  await removeImages();
}

async function benchPart(part: Part, target: Target, options: Options): Promise<void> {
  const machine = await lookAtMachine(target);
  const startedAt = new Date().toISOString();
  const outcome = await benches[part](target, options);
  print(outcome, machine, write(part, { startedAt, machine, options, ...outcome }));
  if (outcome.missed !== undefined) process.exitCode = couldNotMeasure;
}

function write(part: Part, report: object): string {
  const folder = join(workspace, '.causeway/bench');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${part}.json`);
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  return file;
}

function print({ title, rows, missed }: Outcome, machine: Machine, file: string): void {
  console.log(`\n${title}\n${describeMachine(machine)}\n\n${tableOf(rows)}`);
  if (missed !== undefined) console.error(`\nnot measured: ${missed}`);
  console.log(`\nThe same as JSON, with every value: ${file}`);
}
