import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    globalSetup: 'src/testing/bundle.ts',
    // Whole servers start, and fifty processes at once, on whatever machine this is.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
