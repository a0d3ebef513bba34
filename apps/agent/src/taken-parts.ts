import { createLRU } from 'lru.min';

/** Of one plan; a release makes two. */
const fewestKept = 500;

/** The parts of sets that the edge's binary has taken, as `separateParts` names them; those longest unused are forgotten. */
export class TakenParts {
  readonly #parts = createLRU<string, true>({ max: fewestKept });

  haveAll(parts: readonly string[]): boolean {
    return parts.every((part) => this.#parts.has(part));
  }

  add(parts: readonly string[]): void {
    this.#parts.resize(Math.max(fewestKept, 2 * parts.length));
    for (const part of parts) this.#parts.set(part, true);
  }
}
