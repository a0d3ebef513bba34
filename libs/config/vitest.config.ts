import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    // loadPlatform imports files as Node does, and its failures are Node's
    experimental: { viteModuleRunner: false },
  },
});
