import { createCipheriv, createHash } from 'node:crypto';

const block = Buffer.alloc(64 * 1024);

/** What palindrom sends for a seed: the AES-128-CTR key stream whose key is the first half of the seed's SHA-256. */
export class Keystream {
  readonly #cipher;

  constructor(seed: string) {
    const key = createHash('sha256').update(seed).digest().subarray(0, 16);
    this.#cipher = createCipheriv('aes-128-ctr', key, Buffer.alloc(16));
  }

  next(bytes: number): Buffer {
    return this.#cipher.update(bytes <= block.length ? block.subarray(0, bytes) : Buffer.alloc(bytes));
  }
}
