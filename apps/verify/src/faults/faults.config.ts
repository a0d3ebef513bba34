import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['suite/*.verify.ts'],
    fileParallelism: false,
    maxConcurrency: 1,
    testTimeout: 10 * 60_000,
    hookTimeout: 5 * 60_000,
  },
});
