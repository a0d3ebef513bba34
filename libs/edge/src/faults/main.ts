import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { type Fault, seeded } from './fault.ts';
import { faults } from './list.ts';

/** At least so many of a hundred are to be caught. */
const wanted = 95;

/** Cheap ones first, which are the same on any machine: what these let pass is asked of all others. */
const golden = ['-t', 'as in its golden file', 'golden.test', 'combinations.test'];
const withoutEdge = [
  'admin',
  'balancer',
  'certificates',
  'fragment',
  'last-good',
  'leaving-services',
  'separate-parts',
  'transition',
  'validation',
];

const project = resolve(import.meta.dirname, '../..');
// as deep in the workspace as the original, whose settings and packages it shares
const copy = resolve(project, '../../.causeway/edge-with-faults');
const vitest = resolve(project, '../../node_modules/.bin/vitest');

tryAll(process.argv.slice(2));

/** Seeds each fault whose file or text has one of these words, or every one, in a copy of the project. */
function tryAll(words: readonly string[]): void {
  const chosen = faults.filter(({ file, text }) =>
    words.length === 0 ? true : words.some((word) => `${file} ${text}`.includes(word)),
  );
  mkdirSync(copy, { recursive: true });
  try {
    cpSync(project, copy, {
      recursive: true,
      filter: (path) => !/^(?:dist|node_modules)$/.test(basename(path)),
    });
    writeFileSync(join(copy, 'tsconfig.json'), '{ "extends": "../../tsconfig.base.json" }');
    wantGreen();
    report(chosen.map(tryFault));
  } finally {
    rmSync(copy, { recursive: true });
  }
}

/** Or every fault would seem to be caught. */
function wantGreen(): void {
  const found = failure(golden) ?? failure(withoutEdge);
  if (found) throw new Error(`${found.file}: ${found.test} fails without a fault; mend that first`);
}

interface Outcome {
  readonly fault: Fault;
  /** The first test that fails with it; absent: none. */
  readonly caughtBy?: Failure;
  /** That test fails without the fault as well, and so says nothing. */
  readonly isDoubtful: boolean;
}

function tryFault(fault: Fault): Outcome {
  const outcome = { fault, ...catchers(fault) };
  console.log(line(outcome));
  return outcome;
}

function catchers(fault: Fault): Omit<Outcome, 'fault'> {
  const soon = whileSeeded(fault, () => failure(golden) ?? failure(withoutEdge));
  if (soon) return { caughtBy: soon, isDoubtful: false };
  const late = whileSeeded(fault, () => failure([]));
  return late ? { caughtBy: late, isDoubtful: failure([late.file]) !== undefined } : { isDoubtful: false };
}

function whileSeeded<Result>(fault: Fault, work: () => Result): Result {
  const path = join(copy, 'src', fault.file);
  const source = readFileSync(path, 'utf8');
  writeFileSync(path, seeded(source, fault));
  try {
    return work();
  } finally {
    writeFileSync(path, source);
  }
}

function line({ fault: { file, text, by }, caughtBy, isDoubtful }: Outcome): string {
  const noticed = caughtBy ? `${caughtBy.file}${caughtBy.test && `: ${caughtBy.test}`}` : 'NOBODY';
  const doubt = isDoubtful ? ', IN DOUBT: it fails without the fault as well' : '';
  return `${file}: ${JSON.stringify(text)} → ${JSON.stringify(by)}: ${noticed}${doubt}`;
}

interface Failure {
  readonly file: string;
  /** Empty where the file fails as a whole. */
  readonly test: string;
}

/** The first failure in these test files, or in all. Snapshots are compared and not written, as in CI. */
function failure(files: readonly string[]): Failure | undefined {
  const report = join(copy, 'report.json');
  // a whole run takes minutes, and one failure is enough
  const args = ['--bail=1', '--reporter=json', `--outputFile=${report}`];
  spawnSync(vitest, ['run', ...args, ...files], {
    cwd: copy,
    env: { ...process.env, CI: 'true' },
    stdio: 'ignore',
  });
  const { testResults }: Results = JSON.parse(readFileSync(report, 'utf8'));
  rmSync(report);
  return failedTest(testResults) ?? failedFile(testResults);
}

function failedTest(results: Results['testResults']): Failure | undefined {
  const [first] = results.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ title }) => ({ file: basename(name), test: title })),
  );
  return first;
}

/** Only where no test has failed: those that were not run any more count as failed, too. */
function failedFile(results: Results['testResults']): Failure | undefined {
  const found = results.find(({ status }) => status === 'failed');
  return found && { file: basename(found.name), test: '' };
}

interface Results {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly title: string }[];
  }[];
}

function report(outcomes: readonly Outcome[]): void {
  const caught = outcomes.filter(({ caughtBy, isDoubtful }) => caughtBy && !isDoubtful).length;
  console.log(`${caught} of ${outcomes.length} faults are caught`);
  if (caught * 100 < wanted * outcomes.length) process.exitCode = 1;
}
