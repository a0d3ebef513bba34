import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** What a program says, for those who wait for one line of it. */
export class Lines {
  readonly #seen: string[] = [];
  readonly #progress = new EventEmitter();
  #ended = false;

  constructor(input: Readable) {
    const lines = createInterface({ input });
    lines.on('line', (line) => this.#goOn(() => this.#seen.push(line)));
    lines.on('close', () => this.#goOn(() => (this.#ended = true)));
  }

  /** The first line that matches, said already or later. Rejects with all that was said when it ends without one. */
  async first(words: RegExp): Promise<RegExpExecArray> {
    for (let next = 0; ; next++) {
      while (next === this.#seen.length && !this.#ended) await once(this.#progress, 'more');
      const line = this.#seen[next];
      if (line === undefined) throw new Error(`no line like ${words} in:\n${this.#seen.join('\n')}`);
      const found = words.exec(line);
      if (found) return found;
    }
  }

  #goOn(change: () => void): void {
    change();
    this.#progress.emit('more');
  }
}
