import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.faults.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
