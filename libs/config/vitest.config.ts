import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    // bounds what hangs, on whatever machine this is
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // loadPlatform imports files as Node does, and its failures are Node's
    experimental: { viteModuleRunner: false },
  },
});
