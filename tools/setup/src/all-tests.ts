import { execa } from 'execa';
import { workspacePath } from './paths.ts';
import {
  canRun,
  machineStages,
  notRun,
  type Outcome,
  outcomeOf,
  type Stage,
  stages,
  summary,
} from './test-stages.ts';

const outcomes: Outcome[] = [];
const wanted = process.env.CAUSEWAY_TEST_MACHINE === 'yes' ? [...stages, ...machineStages] : stages;
for (const stage of wanted) outcomes.push(canRun(stage, outcomes) ? await runStage(stage) : notRun(stage));
console.log(`\n${summary(outcomes)}`);
process.exitCode = outcomes.every(({ ok }) => ok) ? 0 : 1;

/** Shows everything as it comes. */
async function runStage(stage: Stage): Promise<Outcome> {
  console.log(`\n=== ${stage.title} ===`);
  const output = ['inherit', 'pipe'] as const;
  const ending = await execa(stage.file, stage.args, {
    cwd: workspacePath,
    stdin: 'ignore',
    stdout: output,
    stderr: output,
    all: true,
    reject: false,
    timeout: stage.deadline,
    maxBuffer: 200_000_000,
  });
  if (ending.timedOut) console.error(`${stage.title}: no end after ${stage.deadline / 60_000} min`);
  return outcomeOf(stage, ending.exitCode ?? 1, ending.all);
}
