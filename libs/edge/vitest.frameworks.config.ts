import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/frameworks/*.proof.ts'],
    // a Java virtual machine on a busy machine, and some thousand requests
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
