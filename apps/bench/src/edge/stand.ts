import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { testSecrets } from '@causeway/edge/testing';
import { backendPlan } from './backend.ts';
import { Ports } from './ports.ts';
import type { Contestant } from './proxies/index.ts';
import { run } from './run.ts';
import { Server } from './server.ts';
import type { Found } from './tools.ts';

/** The backend, and all that stands before it; ends with everything that it has started. */
export class Stand {
  readonly folder = mkdtempSync(join(tmpdir(), 'causeway-bench-'));
  readonly #servers: Server[] = [];
  readonly #ports = new Ports();
  #backend = 0;

  async startBackend(nginx: Found): Promise<void> {
    this.#backend = await this.#ports.take();
    const folder = join(this.folder, 'backend');
    mkdirSync(folder);
    await this.#start(new Server(backendPlan(folder, nginx, this.#backend), 'measuring'), {
      address: `http://127.0.0.1:${this.#backend}/1k`,
    });
  }

  /** Starts a proxy and waits until it answers with what the backend has. */
  async add(contestant: Contestant, http2Backend = false): Promise<{ server: Server; port: number }> {
    const port = await this.#ports.take();
    const server = new Server(
      contestant({
        port,
        folder: join(this.folder, String(this.#servers.length)),
        backend: this.#backend + (http2Backend ? 1 : 0),
        certificate: certificate(),
      }),
      'measured',
    );
    await this.#start(server, { address: `https://localhost:${port}/1k` });
    return { server, port };
  }

  async stop(): Promise<void> {
    for (const server of this.#servers) await server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** At once, for when this process ends. */
  kill(): void {
    for (const server of this.#servers) server.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #start(server: Server, { address }: { readonly address: string }): Promise<void> {
    this.#servers.push(server);
    for (const end = Date.now() + longestStart; !(await answers(address)); await pause(50)) {
      if (server.running && Date.now() < end) continue;
      throw new Error(`${server.name} does not answer at ${address}:\n${server.output.slice(0, 2000)}`);
    }
  }
}

/** Milliseconds. */
const longestStart = 60_000;

function certificate() {
  const [own] = Object.values(testSecrets().certificates);
  if (!own) throw new Error('the tests of the edge have no certificate');
  return own;
}

/** A certificate of one's own is in order here. */
async function answers(address: string): Promise<boolean> {
  const args = ['--silent', '--insecure', '--output', '/dev/null', '--write-out', '%{http_code}', address];
  return (await run('curl', args).catch(() => '')) === '200';
}
