import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { suiteOf } from '../suites.ts';
import { edgeSuites } from './suites.ts';

/** One by one, in the order of their list. */
class SuiteSequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((one, other) => place(one) - place(other));
  }
}

const place = ({ moduleId }: TestSpecification): number => edgeSuites.indexOf(suiteOf(moduleId));

export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['suite/*.verify.ts'],
    fileParallelism: false,
    maxConcurrency: 1,
    sequence: { sequencer: SuiteSequencer },
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
