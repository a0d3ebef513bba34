import { createCipheriv, createHash } from 'node:crypto';

const block = Buffer.alloc(64 * 1024);

/** The same bytes for the same seed: the AES-128-CTR key stream whose key is the first half of the seed's SHA-256. */
export function* keystream(seed: string, bytes: number): Generator<Buffer> {
  const key = createHash('sha256').update(seed).digest().subarray(0, 16);
  const cipher = createCipheriv('aes-128-ctr', key, Buffer.alloc(16));
  for (let left = bytes; left > 0; left -= block.length)
    yield cipher.update(left < block.length ? block.subarray(0, left) : block);
}
