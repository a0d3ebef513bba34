import { join } from 'node:path';
import { execa } from 'execa';
import { workspacePath } from './paths.ts';
import {
  canRun,
  type Lane,
  notRun,
  type Outcome,
  outcomeOf,
  type Phase,
  type Run,
  type Stage,
} from './test-stages.ts';

const minute = 60_000;

/** Hundreds of short programs start, mostly from the same modules. */
const compileCache = join(workspacePath, '.causeway/compile-cache');

/** Runs what can be run, one phase after the other, and shows everything. */
export async function runPhases(phases: readonly Phase[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const lanes of phases) await runLanes(lanes, outcomes);
  return outcomes;
}

/** The first is shown as it comes, what the others say once all have ended: no line stands among those of another. */
async function runLanes([first = [], ...others]: Phase, outcomes: Outcome[]): Promise<void> {
  const held: string[] = [];
  const later = (text: string) => void held.push(text);
  await Promise.all([runLane(first, outcomes), ...others.map((lane) => runLane(lane, outcomes, later))]);
  for (const text of held) console.log(text);
}

async function runLane(lane: Lane, outcomes: Outcome[], later?: (text: string) => void): Promise<void> {
  for (const stage of lane)
    outcomes.push(canRun(stage, outcomes) ? await runStage(stage, later) : notRun(stage));
}

async function runStage(stage: Stage, later?: (text: string) => void): Promise<Outcome> {
  console.log(later ? `\n(${stage.title}: begun beside it; shown below)` : heading(stage));
  const run = await runProgram(stage, later !== undefined);
  later?.(`${heading(stage)}\n${run.output}`);
  return outcomeOf(stage, run);
}

const heading = ({ title }: Stage) => `\n=== ${title} ===`;

async function runProgram(
  { title, file, args, environment, deadline }: Stage,
  isHeld: boolean,
): Promise<Run> {
  const startedAt = performance.now();
  const output = isHeld ? 'pipe' : (['inherit', 'pipe'] as const);
  const ending = await execa(file, args, {
    cwd: workspacePath,
    env: { NODE_COMPILE_CACHE: compileCache, ...environment },
    stdin: 'ignore',
    stdout: output,
    stderr: output,
    all: true,
    reject: false,
    timeout: deadline,
    maxBuffer: 200_000_000,
  });
  const overdue = ending.timedOut ? `\n${title}: no end after ${deadline / minute} min` : '';
  if (overdue && !isHeld) console.log(overdue);
  const seconds = (performance.now() - startedAt) / 1000;
  return { exitCode: ending.exitCode ?? 1, output: `${ending.all ?? ''}${overdue}`, seconds };
}
