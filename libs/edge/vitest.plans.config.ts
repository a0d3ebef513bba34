import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.plans.ts'],
    testTimeout: 7_200_000,
    hookTimeout: 60_000,
  },
});
