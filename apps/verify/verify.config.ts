import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { suiteOf, suites } from './src/suites.ts';

/** Suites disturb one another, so they run one by one in the order of their list. */
class SuiteSequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((one, other) => place(one) - place(other));
  }
}

function place({ moduleId }: TestSpecification): number {
  return suites.indexOf(suiteOf(moduleId));
}

export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['src/suite/*.verify.ts'],
    fileParallelism: false,
    maxConcurrency: 1,
    sequence: { sequencer: SuiteSequencer },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
