import type { CheckedEdge } from './checked-edge.ts';

declare module 'vitest' {
  interface ProvidedContext {
    edge: CheckedEdge;
  }
}
