import type { FaultOptions } from './options.ts';

declare module 'vitest' {
  interface ProvidedContext {
    faults: FaultOptions;
  }
}
