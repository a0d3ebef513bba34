import { parse } from 'node:path';
import { readJson, writeJson } from './json-file.ts';
import { log } from './log.ts';

interface Found<Value> {
  readonly value?: Value;
  readonly wrong?: string;
}

/** A value as JSON, and a copy beside it that takes its place when the file is cut, damaged or gone. */
export class StateFile<Value> {
  readonly #path: string;
  readonly #copy: string;
  readonly #isValue: (found: unknown) => found is Value;

  constructor(path: string, isValue: (found: unknown) => found is Value) {
    this.#path = path;
    const { dir, name, ext } = parse(path);
    this.#copy = `${dir}/${name}-last-good${ext}`;
    this.#isValue = isValue;
  }

  /** Undefined before the first write. Throws what to do when neither the file nor its copy can be used. */
  read(): Value | undefined {
    const found = this.#find(this.#path);
    if (found.value !== undefined) return found.value;
    const copy = this.#find(this.#copy);
    if (copy.value !== undefined)
      log('a file was damaged or removed; its copy is used', {
        file: this.#path,
        wrong: found.wrong ?? 'gone',
      });
    else if (found.wrong ?? copy.wrong) throw this.#lost(found.wrong ?? 'it is gone', copy.wrong ?? 'gone');
    return copy.value;
  }

  /** The copy last: of the two one is whole whatever happens. */
  async write(value: Value): Promise<void> {
    await writeJson(this.#path, value);
    await writeJson(this.#copy, value);
  }

  #find(path: string): Found<Value> {
    try {
      const value = readJson<unknown>(path);
      if (value === undefined) return {};
      return this.#isValue(value) ? { value } : { wrong: `${path}: it does not hold what the agent wrote` };
    } catch (error) {
      return { wrong: (error as Error).message };
    }
  }

  #lost(wrong: string, copy: string): Error {
    return new Error(
      `${wrong}; its copy ${this.#copy} is no better: ${copy}; put a copy back, or remove both`,
    );
  }
}
