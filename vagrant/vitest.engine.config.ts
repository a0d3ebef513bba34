import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.engine.test.ts'],
    bail: 1,
    testTimeout: 600_000,
    hookTimeout: 1_800_000,
    expect: { poll: { timeout: 60_000, interval: 200 } },
  },
});
