import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { type Fault, seeded } from './fault.ts';
import { faults } from './list.ts';

/** At least so many of a hundred are to be caught. */
const wanted = 95;

/** Cheap ones first; all others are asked only about what these let pass. */
const quick = ['golden', 'fragment', 'paths', 'normal-form', 'bootstrap', 'transition', 'edge.test'];

const project = resolve(import.meta.dirname, '../..');
// as deep in the workspace as the original, whose settings and packages it shares
const copy = resolve(project, '../../.causeway/edge-with-faults');

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
  const failed = failedTests(quick);
  if (failed.length > 0) throw new Error(`these fail without a fault: ${failed.join(', ')}; mend them first`);
}

interface Outcome {
  readonly fault: Fault;
  readonly caughtBy: readonly string[];
}

function tryFault(fault: Fault): Outcome {
  const path = join(copy, 'src', fault.file);
  const source = readFileSync(path, 'utf8');
  writeFileSync(path, seeded(source, fault));
  try {
    const soon = failedTests(quick);
    const outcome = { fault, caughtBy: soon.length > 0 ? soon : failedTests([]) };
    console.log(line(outcome));
    return outcome;
  } finally {
    writeFileSync(path, source);
  }
}

function line({ fault: { file, text, by }, caughtBy }: Outcome): string {
  const [first = 'NOBODY', ...others] = caughtBy;
  const noticed = others.length > 0 ? `${first} and ${others.length} more` : first;
  return `${file}: ${JSON.stringify(text)} → ${JSON.stringify(by)}: ${noticed}`;
}

/** Snapshots are compared and not written, as in CI. */
function failedTests(files: readonly string[]): string[] {
  const report = join(copy, 'report.json');
  spawnSync('npx', ['vitest', 'run', '--reporter=json', `--outputFile=${report}`, ...files], {
    cwd: copy,
    env: { ...process.env, CI: 'true' },
    stdio: 'ignore',
  });
  const { testResults }: Results = JSON.parse(readFileSync(report, 'utf8'));
  rmSync(report);
  return testResults.flatMap(failuresIn);
}

function failuresIn({ name, status, assertionResults }: Results['testResults'][number]): string[] {
  const failed = assertionResults.filter((each) => each.status === 'failed');
  if (failed.length === 0) return status === 'failed' ? [basename(name)] : [];
  return failed.map(({ title }) => `${basename(name)}: ${title}`);
}

interface Results {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly title: string }[];
  }[];
}

function report(outcomes: readonly Outcome[]): void {
  const caught = outcomes.filter(({ caughtBy }) => caughtBy.length > 0).length;
  console.log(`${caught} of ${outcomes.length} faults are caught`);
  if (caught * 100 < wanted * outcomes.length) process.exitCode = 1;
}
