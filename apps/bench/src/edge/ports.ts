import { once } from 'node:events';
import { createServer } from 'node:net';

// below those that the kernel gives to connections by itself
const range = { first: 21_000, last: 31_000 };

/** Hands out ports two in a row: the edge takes the second for plain HTTP, the backend for HTTP/2. */
export class Ports {
  #next = range.first;

  async take(): Promise<number> {
    for (; this.#next < range.last; this.#next += 2)
      if ((await isFree(this.#next)) && (await isFree(this.#next + 1))) return this.#taken();
    throw new Error(`no two free ports between ${range.first} and ${range.last}; end what listens there`);
  }

  #taken(): number {
    this.#next += 2;
    return this.#next - 2;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '0.0.0.0');
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
