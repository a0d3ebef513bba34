import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'src/**/*.engine.test.ts'],
    // bounds what hangs, on whatever machine this is
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
