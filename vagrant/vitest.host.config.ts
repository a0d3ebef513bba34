import { defineConfig } from 'vitest/config';

/** A target of its own: it looks at a machine that `vagrant up` has made. */
export default defineConfig({
  test: { include: ['src/**/*.host.test.ts'], testTimeout: 180_000, hookTimeout: 180_000 },
});
