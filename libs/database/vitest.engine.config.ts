import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.engine.test.ts'],
    bail: 1,
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
