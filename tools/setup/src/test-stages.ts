import { stripVTControlCharacters } from 'node:util';

export interface Stage {
  readonly title: string;
  readonly file: string;
  readonly args: readonly string[];
  /** Milliseconds. */
  readonly deadline: number;
  /** Titles of the stages without which this one makes no sense. */
  readonly needs: readonly string[];
  /** In addition to this process's. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What failed, by the name that vitest or Nx gives it, and the first lines of why. */
export interface Failure {
  readonly name: string;
  readonly reason: readonly string[];
}

export interface Outcome {
  readonly title: string;
  readonly ok: boolean;
  readonly passed: number;
  readonly failed: number;
  readonly failures: readonly Failure[];
  /** Absent for one that did not run. */
  readonly seconds?: number;
}

const minute = 60_000;

/** Stages one after the other. */
export type Lane = readonly Stage[];
/** Lanes side by side; the first is shown as it comes. */
export type Phase = readonly Lane[];

/** The target whose machine is made for the tests alone: a person's own is another target's. */
const machine = 'vagrant-rehearsal';

/** What tells Vagrant, and the Vagrantfile, of a target's own machine. */
const machineEnvironment = {
  CAUSEWAY_VAGRANT_TARGET: machine,
  VAGRANT_DOTFILE_PATH: `.causeway/machines/${machine}/vagrant`,
};

/** Suites of long commands that need their connection: once is enough, where there is one. */
const overConnection = ['canary', 'traffic', 'undo', 'deploy'];
/** The processors are those of the load, too, and each byte passes the engine around the machine as well. */
const lighter = ['--releases', '5', '--rate', '100'];
/** The suite that kills one container after the other: a machine's power cut kills all of them. */
const onEngine = ['restart'];

const setUp: Stage = {
  title: 'Set-up',
  file: 'node',
  args: ['tools/setup/src/main.ts', '--for', 'test'],
  deadline: 25 * minute,
  needs: [],
};

/** They keep the processors busy. */
const sources: Lane = [
  {
    title: 'Layers',
    file: 'nx',
    args: ['run', 'check-layers:check-layers'],
    deadline: 5 * minute,
    needs: [],
  },
  {
    title: 'Lint, types and tests of every project',
    file: 'nx',
    args: ['run-many', '-t', 'lint', 'typecheck', 'test', '--parallel=2', '--output-style=static'],
    deadline: 30 * minute,
    needs: ['Set-up'],
  },
];

/** They mostly wait for the engine. */
const engine: Lane = [
  {
    title: 'Tests that need the engine',
    file: 'nx',
    args: ['run-many', '-t', 'test-engine', '--parallel=1', '--output-style=static'],
    deadline: 35 * minute,
    needs: ['Set-up'],
  },
];

const machineMaking: Lane = [
  {
    title: 'Machine: set-up',
    file: 'node',
    args: ['tools/setup/src/main.ts', '--for', 'machine'],
    deadline: 15 * minute,
    needs: ['Set-up'],
  },
  {
    title: 'Machine: nothing left of an earlier one',
    file: 'node',
    args: ['vagrant/src/clear.ts'],
    deadline: 2 * minute,
    needs: ['Machine: set-up'],
    environment: machineEnvironment,
  },
  {
    title: 'Machine: up, with its deploy',
    file: 'vagrant',
    args: ['up', '--provider=docker'],
    deadline: 20 * minute,
    needs: ['Machine: nothing left of an earlier one'],
    environment: machineEnvironment,
  },
];

/** A platform beside the local one. */
function rehearsal(without: readonly string[]): Lane {
  return [
    {
      title: 'Rehearsal: deploy',
      file: 'nx',
      args: ['run', 'stacks:deploy', '-c', 'rehearsal'],
      deadline: 15 * minute,
      needs: ['Set-up'],
    },
    {
      title: 'Rehearsal: verify',
      file: 'nx',
      args: ['run', 'verify:verify', '-c', 'rehearsal', ...leftOut(without)],
      deadline: 25 * minute,
      needs: ['Rehearsal: deploy'],
    },
    {
      title: 'Rehearsal: destroy',
      file: 'nx',
      args: ['run', 'stacks:destroy', '-c', 'rehearsal', '--yes'],
      deadline: 5 * minute,
      needs: ['Set-up'],
    },
  ];
}

const machineProof: Lane = [
  {
    title: 'Machine: host',
    file: 'nx',
    args: ['run', 'vagrant:test-host'],
    deadline: 10 * minute,
    needs: ['Machine: up, with its deploy'],
    environment: machineEnvironment,
  },
  {
    title: 'Machine: verify',
    file: 'nx',
    args: ['run', 'verify:verify', '-c', machine, ...lighter, ...leftOut(onEngine)],
    deadline: 25 * minute,
    needs: ['Machine: up, with its deploy'],
    environment: machineEnvironment,
  },
  {
    title: 'Machine: reload and power cut',
    file: 'nx',
    args: ['run', 'vagrant:power'],
    deadline: 10 * minute,
    needs: ['Machine: up, with its deploy'],
    environment: machineEnvironment,
  },
  {
    title: 'Machine: destroy',
    file: 'vagrant',
    args: ['destroy', '--force'],
    deadline: 5 * minute,
    needs: ['Machine: set-up'],
    environment: machineEnvironment,
  },
];

/** All that `npm test` does. With a machine, each of the long suites runs in one of the two places. */
export function phasesOf(withMachine: boolean): readonly Phase[] {
  return withMachine
    ? [[[setUp]], [sources, [...engine, ...machineMaking]], [rehearsal(overConnection)], [machineProof]]
    : [[[setUp]], [sources, engine], [rehearsal([])]];
}

function leftOut(suites: readonly string[]): string[] {
  return suites.flatMap((suite) => ['--without', suite]);
}

export function canRun({ needs }: Stage, outcomes: readonly Outcome[]): boolean {
  return needs.every((title) => outcomes.some((outcome) => outcome.title === title && outcome.ok));
}

/** A stage counts for the tests that it ran, and for one where it ran none that it could count. */
export function outcomeOf({ title }: Stage, { exitCode, output, seconds }: Run): Outcome {
  const { passed, failed } = countTests(output);
  const ok = exitCode === 0 && failed === 0;
  return {
    title,
    ok,
    passed: passed || (ok ? 1 : 0),
    failed: failed || (ok ? 0 : 1),
    failures: failuresOf(output),
    seconds,
  };
}

export interface Run {
  readonly exitCode: number;
  readonly output: string;
  readonly seconds: number;
}

export function notRun({ title }: Stage): Outcome {
  return { title, ok: false, passed: 0, failed: 1, failures: [] };
}

/** Sums up the closing lines of all the vitest runs in the output. */
export function countTests(output: string): { readonly passed: number; readonly failed: number } {
  const closing = stripVTControlCharacters(output).matchAll(/^\s*Tests\s+(.+)\(\d+\)\s*$/gm);
  const sums = { passed: 0, failed: 0 };
  for (const [, counts = ''] of closing) {
    for (const [, count, kind] of counts.matchAll(/(\d+) (passed|failed)/g))
      sums[kind as keyof typeof sums] += Number(count);
  }
  return sums;
}

/** Enough for the difference of two small objects. */
const linesOfReason = 12;
const widthOfReason = 160;

/** Tests as vitest names them, with the reason, and tasks as Nx does. Each once, though both say it again further down. */
function failuresOf(output: string): Failure[] {
  const reasons = new Map<string, string[]>();
  let reason: string[] | undefined;
  for (const line of stripVTControlCharacters(output).split('\n')) {
    const [, test, task] = /^\s*(?:FAIL\s+(\S.*?)|- ([\w-]+:[\w-]+))\s*$/.exec(line) ?? [];
    const name = test ?? task;
    if (name !== undefined) reasons.set(name, reasons.get(name) ?? []);
    if (test !== undefined) reason = reasons.get(test);
    // where in the sources it was
    else if (task !== undefined || /^\s*[❯⎯]/.test(line)) reason = undefined;
    else if (line.trim() !== '' && (reason?.length ?? 0) < linesOfReason)
      reason?.push(line.trimEnd().slice(0, widthOfReason));
  }
  return [...reasons].map(([name, reason]) => ({ name, reason }));
}

/** With what failed at its end, where whoever sees but the last lines finds it. */
export function summary(outcomes: readonly Outcome[]): string {
  const sum = (kind: 'passed' | 'failed') => outcomes.reduce((total, outcome) => total + outcome[kind], 0);
  const failures = outcomes.flatMap(({ title, failures }) =>
    failures.flatMap(({ name, reason }) => [
      `        ${title}: ${name}`,
      ...reason.map((line) => `          ${line}`),
    ]),
  );
  return [
    ...outcomes.map(describe),
    ...(failures.length > 0 ? ['', ...failures] : []),
    '',
    `${sum('passed')} passed, ${sum('failed')} failed`,
  ].join('\n');
}

function describe({ ok, title, seconds }: Outcome): string {
  const took = seconds === undefined ? 'not run' : `${Math.round(seconds)} s`;
  return `${ok ? 'ok    ' : 'FAILED'}  ${title}, ${took}`;
}
