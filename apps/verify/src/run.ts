import { dirname } from 'node:path';
import type { ProvidedContext } from 'vitest';
import { startVitest, type TestModule } from 'vitest/node';
import type { Figures } from './figures.ts';
import type { Scenario } from './releases/scenario.ts';
import { suiteOf } from './suites.ts';
import type { Target } from './target.ts';

declare module 'vitest' {
  interface ProvidedContext {
    target: Target;
    scenario: Scenario;
    /** Empty: all. */
    released: string;
    rate: number;
  }
  interface TaskMeta {
    figures?: Figures[];
  }
}

/** What became of one test. */
export interface Check {
  readonly suite: string;
  readonly name: string;
  readonly state: 'passed' | 'failed' | 'skipped' | 'pending';
  readonly errors: readonly string[];
  readonly figures: readonly Figures[];
  /** What its whole suite took, hooks included. */
  readonly suiteSeconds: number;
}

/** Suites under one config of vitest, with what their tests are given. */
export interface SuiteRun {
  readonly names: readonly string[];
  /** Absolute; the suites are below its folder. */
  readonly config: string;
  readonly provide: Partial<ProvidedContext>;
}

export async function runSuites({ names, config, provide }: SuiteRun): Promise<Check[]> {
  const vitest = await startVitest(
    names.map((name) => `/${name}.verify.ts`),
    { config, root: dirname(config), watch: false, reporters: ['verbose'], provide },
  );
  const checks = vitest.state
    .getTestModules()
    .flatMap((module) => [...failedLoading(module), ...casesOf(module)]);
  await vitest.close();
  return checks;
}

/** It holds, or there is nothing to look at. */
export function holds({ state }: Check): boolean {
  return state === 'passed' || state === 'skipped';
}

/** A suite that cannot be loaded, or fails outside of its tests, has no test that says so. */
function failedLoading(module: TestModule): Check[] {
  const errors = [module, ...module.children.allSuites()].flatMap((part) => part.errors());
  if (errors.length === 0) return [];
  const messages = errors.map(({ message }) => message);
  return [
    {
      suite: suiteOf(module.moduleId),
      name: 'the suite itself',
      state: 'failed',
      errors: messages,
      figures: [],
      suiteSeconds: secondsOf(module),
    },
  ];
}

function casesOf(module: TestModule): Check[] {
  return [...module.children.allTests()].map((test) => ({
    suite: suiteOf(module.moduleId),
    name: test.fullName,
    state: test.result().state,
    errors: (test.result().errors ?? []).map(({ message }) => message),
    figures: test.meta().figures ?? [],
    suiteSeconds: secondsOf(module),
  }));
}

function secondsOf(module: TestModule): number {
  return module.diagnostic().duration / 1000;
}
