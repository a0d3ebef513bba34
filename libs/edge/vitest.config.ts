import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    // bounds what waits for a real Envoy on a busy machine
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
