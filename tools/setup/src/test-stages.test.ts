import { describe, expect, it } from 'vitest';
import {
  canRun,
  countTests,
  machineStages,
  notRun,
  outcomeOf,
  type Stage,
  stages,
  summary,
} from './test-stages.ts';

const stage: Stage = { title: 'Layers', file: 'nx', args: [], deadline: 1000, needs: [] };

describe('the stages of `npm test`', () => {
  it('need only what comes before them', () => {
    const all = [...stages, ...machineStages];
    const early = all.map(({ needs }, index) =>
      needs.every((title) => all.slice(0, index).some((other) => other.title === title)),
    );
    expect(early).toEqual(all.map(() => true));
  });

  it('run after what they need went well', () => {
    const next = { ...stage, needs: ['Layers'] };
    expect(canRun(next, [outcomeOf(stage, 0, '')])).toBe(true);
    expect(canRun(next, [outcomeOf(stage, 1, '')])).toBe(false);
    expect(canRun(next, [])).toBe(false);
  });
});

describe('the count', () => {
  it('sums up the closing lines of several runs, in colour or not', () => {
    const output =
      ' Test Files  1 passed (1)\n      Tests  3 passed (3)\n\u001b[2m      Tests \u001b[22m \u001b[1m2 failed\u001b[22m | 5 passed | 1 skipped (8)\n';
    expect(countTests(output)).toEqual({ passed: 8, failed: 2 });
  });

  it('is one for a stage without tests of its own', () => {
    expect(outcomeOf(stage, 0, 'fine')).toMatchObject({ ok: true, passed: 1, failed: 0 });
    expect(outcomeOf(stage, 1, 'bad')).toMatchObject({ ok: false, passed: 0, failed: 1 });
  });

  it('shows a failure although every test passed', () => {
    expect(outcomeOf(stage, 1, ' Tests  3 passed (3)')).toMatchObject({ ok: false, passed: 3, failed: 1 });
  });

  it('closes with a line of its own', () => {
    const outcomes = [outcomeOf(stage, 0, ' Tests  3 passed (3)'), notRun({ ...stage, title: 'Rehearsal' })];
    expect(summary(outcomes)).toBe('ok      Layers\nFAILED  Rehearsal\n\n3 passed, 1 failed');
  });
});
