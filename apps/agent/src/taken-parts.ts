/** Of one plan; a release makes two. */
const fewestKept = 500;

/** The parts of sets that the edge's binary has taken, as `separateParts` names them; those longest unused are forgotten. */
export class TakenParts {
  readonly #parts = new Set<string>();

  haveAll(parts: readonly string[]): boolean {
    return parts.every((part) => this.#parts.has(part));
  }

  add(parts: readonly string[]): void {
    // a set remembers the order in which its members came
    for (const part of parts) this.#parts.delete(part);
    for (const part of parts) this.#parts.add(part);
    this.#forgetOldest(Math.max(fewestKept, 2 * parts.length));
  }

  #forgetOldest(kept: number): void {
    for (const part of this.#parts) {
      if (this.#parts.size <= kept) return;
      this.#parts.delete(part);
    }
  }
}
