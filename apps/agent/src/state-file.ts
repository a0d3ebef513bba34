import { createHash } from 'node:crypto';
import { parse } from 'node:path';
import { readJson, writeJson } from './json-file.ts';
import { log } from './log.ts';

interface Found<Value> {
  readonly value?: Value;
  readonly wrong?: string;
  /** What could be a value, and has no hash. */
  readonly bare?: Value;
}

/** A changed digit of a password would still be one. */
interface Sealed {
  readonly sha256: string;
  readonly value: unknown;
}

/** A value as JSON with its hash, and a copy beside it that takes its place when the file is cut, damaged or gone. */
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
    // agents of before wrote neither hash nor copy
    if (found.bare !== undefined && copy.value === undefined && copy.wrong === undefined) return found.bare;
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
    const sealed: Sealed = { sha256: hash(value), value };
    await writeJson(this.#path, sealed);
    await writeJson(this.#copy, sealed);
  }

  #find(path: string): Found<Value> {
    try {
      const sealed = readJson<Partial<Sealed> | null>(path);
      if (sealed === undefined) return {};
      const { sha256, value } = sealed ?? {};
      if (sha256 === hash(value) && this.#isValue(value)) return { value };
      const wrong = `${path}: it does not hold what the agent wrote`;
      return sha256 === undefined && this.#isValue(sealed) ? { wrong, bare: sealed } : { wrong };
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

function hash(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value) ?? '')
    .digest('hex');
}
