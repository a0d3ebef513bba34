import type { TestModule } from 'vitest/node';
import type { Figures } from './figures.ts';
import type { Scenario } from './releases/scenario.ts';
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
}

export function checksOf(modules: readonly TestModule[], suiteOf: (file: string) => string): Check[] {
  return modules.flatMap((module) => [...failedLoading(module, suiteOf), ...casesOf(module, suiteOf)]);
}

/** A suite that cannot be loaded, or fails outside of its tests, has no test that says so. */
function failedLoading(module: TestModule, suiteOf: (file: string) => string): Check[] {
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
    },
  ];
}

function casesOf(module: TestModule, suiteOf: (file: string) => string): Check[] {
  return [...module.children.allTests()].map((test) => ({
    suite: suiteOf(module.moduleId),
    name: test.fullName,
    state: test.result().state,
    errors: (test.result().errors ?? []).map(({ message }) => message),
    figures: test.meta().figures ?? [],
  }));
}
