import { defineConfig } from 'vitest/config';

// bounds what hangs, on whatever machine this is
export default defineConfig({
  test: { include: ['src/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
});
