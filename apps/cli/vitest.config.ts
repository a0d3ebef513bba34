import { defineConfig } from 'vitest/config';

// The tests start real processes, which share the machine with those of other projects.
export default defineConfig({
  test: { include: ['src/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
});
