import { defineConfig } from 'vitest/config';

/** A target of its own: it builds the base image several times. */
export default defineConfig({ test: { include: ['src/**/*.interrupt.ts'], testTimeout: 300_000 } });
