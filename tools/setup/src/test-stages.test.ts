import { describe, expect, it } from 'vitest';
import {
  canRun,
  countTests,
  notRun,
  outcomeOf,
  type Phase,
  phasesOf,
  type Stage,
  summary,
} from './test-stages.ts';

const stage: Stage = { title: 'Layers', file: 'nx', args: [], deadline: 1000, needs: [] };
const run = (exitCode: number, output: string) => outcomeOf(stage, { exitCode, output, seconds: 2.6 });

describe.each([true, false])('the stages of `npm test`, with a machine: %j', (withMachine) => {
  const phases = phasesOf(withMachine);

  it('need only what has ended before they begin', () => {
    const before = (phase: number, lane: readonly Stage[], index: number) => [
      ...phases.slice(0, phase).flat(2),
      ...lane.slice(0, index),
    ];
    const late = phases.flatMap((lanes, phase) =>
      lanes.flatMap((lane) =>
        lane.filter(({ needs }, index) =>
          needs.some((title) => !before(phase, lane, index).some((other) => other.title === title)),
        ),
      ),
    );
    expect(late).toEqual([]);
  });

  it('run no suite of verify nowhere', () => {
    const left = verifiesOf(phases).map(({ args }) =>
      args.filter((_, index) => args[index - 1] === '--without'),
    );
    const [first = [], ...others] = left;
    expect(first.filter((suite) => others.every((other) => other.includes(suite)))).toEqual([]);
  });
});

it('touches no machine but the one of the tests', () => {
  const own = phasesOf(true)
    .flat(2)
    .filter(({ file, args }) => file === 'vagrant' || args.join(' ').includes('vagrant'));
  expect(own.length).toBeGreaterThan(4);
  for (const { environment } of own)
    expect(environment).toMatchObject({
      CAUSEWAY_VAGRANT_TARGET: 'vagrant-rehearsal',
      VAGRANT_DOTFILE_PATH: '.causeway/machines/vagrant-rehearsal/vagrant',
    });
});

it('runs a stage after what it needs went well', () => {
  const next = { ...stage, needs: ['Layers'] };
  expect(canRun(next, [run(0, '')])).toBe(true);
  expect(canRun(next, [run(1, '')])).toBe(false);
  expect(canRun(next, [])).toBe(false);
});

function verifiesOf(phases: readonly Phase[]): Stage[] {
  return phases.flat(2).filter(({ args }) => args.includes('verify:verify'));
}

describe('the count', () => {
  it('sums up the closing lines of several runs, in colour or not', () => {
    const output =
      ' Test Files  1 passed (1)\n      Tests  3 passed (3)\n\u001b[2m      Tests \u001b[22m \u001b[1m2 failed\u001b[22m | 5 passed | 1 skipped (8)\n';
    expect(countTests(output)).toEqual({ passed: 8, failed: 2 });
  });

  it('is one for a stage without tests of its own', () => {
    expect(run(0, 'fine')).toMatchObject({ ok: true, passed: 1, failed: 0 });
    expect(run(1, 'bad')).toMatchObject({ ok: false, passed: 0, failed: 1 });
  });

  it('shows a failure although every test passed', () => {
    expect(run(1, ' Tests  3 passed (3)')).toMatchObject({ ok: false, passed: 3, failed: 1 });
  });

  it('names what failed, once, and why', () => {
    const fail = '\u001b[41m FAIL \u001b[49m src/a.test.ts\u001b[2m > \u001b[22mholds';
    const why = 'AssertionError: expected 1 to be 2\n\n- Expected\n+ Received\n\n- 2\n+ 1';
    const output = `${fail}\n${fail}\n${why}\n\n ❯ src/a.test.ts:3:1\n    1| test()\n Tests  1 failed | 2 passed (3)\nFailed tasks:\n\n\u001b[2m-\u001b[22m edge:test\n`;
    expect(summary([run(1, output)]).split('\n')).toEqual([
      'FAILED  Layers, 3 s',
      '',
      '        Layers: src/a.test.ts > holds',
      '          AssertionError: expected 1 to be 2',
      '          - Expected',
      '          + Received',
      '          - 2',
      '          + 1',
      '        Layers: edge:test',
      '',
      '2 passed, 1 failed',
    ]);
  });

  it('tells of a failure no more than its first lines', () => {
    const output = ` FAIL  src/a.test.ts > holds\n${'a long reason\n'.repeat(100)}`;
    expect(run(1, output).failures).toEqual([
      { name: 'src/a.test.ts > holds', reason: Array(12).fill('a long reason') },
    ]);
  });

  it('closes with a line of its own', () => {
    const outcomes = [run(0, ' Tests  3 passed (3)'), notRun({ ...stage, title: 'Rehearsal' })];
    expect(summary(outcomes)).toBe('ok      Layers, 3 s\nFAILED  Rehearsal, not run\n\n3 passed, 1 failed');
  });
});
