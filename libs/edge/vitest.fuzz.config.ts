import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.fuzz.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 60_000,
  },
});
