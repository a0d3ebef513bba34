import { defineConfig } from 'vitest/config';

/** A target of its own: it makes machines, and needs Vagrant and what `setup --for machine` brings. */
export default defineConfig({
  test: { include: ['src/**/*.machine.test.ts'], testTimeout: 600_000, hookTimeout: 600_000 },
});
