import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '@causeway/edge/testing';
import { Agent, request } from 'undici';
import { LocalAuthority } from '../certificate.ts';

const version = 'v2.10.1';

/** Pebble refuses this share of good nonces, in percent, as no authority does: whoever does not ask again is found out. */
const nonceRejects = '10';

/** An authority that speaks ACME, with a DNS of its own in which every name is this machine. */
export class RunningPebble {
  readonly folder = mkdtempSync(join(tmpdir(), 'causeway-pebble-'));
  /** PEM, of what its HTTPS comes from. */
  root = '';
  port = 0;
  /** For those who serve HTTPS in its stead. */
  own = { cert: '', key: '' };
  readonly #children: ChildProcess[] = [];
  #dns = { port: 0, management: 0 };
  #management = 0;
  #output = '';

  /** `http`: where it asks for proofs. `validity`: of its certificates, in seconds. */
  static async start(http: number, validity: number): Promise<RunningPebble> {
    const pebble = new RunningPebble();
    try {
      await pebble.#makeOwn();
      await pebble.#startDns();
      await pebble.#startAuthority(http, validity);
      return pebble;
    } catch (error) {
      await pebble.close();
      throw error;
    }
  }

  /** PEM, of what its certificates come from. */
  async issuer(): Promise<string> {
    return (await ask(this.root, `https://localhost:${this.#management}/roots/0`)).text();
  }

  /** Nobody can tell any more where it is. */
  async loseName(host: string): Promise<void> {
    await (
      await ask('', `http://localhost:${this.#dns.management}/set-servfail`, JSON.stringify({ host }))
    ).dump();
  }

  async close(): Promise<void> {
    for (const child of this.#children) {
      if (child.exitCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'close');
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #makeOwn(): Promise<void> {
    const authority = new LocalAuthority({
      authority: join(this.folder, 'authority.json'),
      certificate: join(this.folder, 'leaf.json'),
    });
    const { chain, key } = await authority.certificate('pebble', ['localhost'], Date.now());
    this.root = await authority.authorityCertificate('pebble', Date.now());
    this.own = { cert: chain, key };
    writeFileSync(join(this.folder, 'own.crt'), chain);
    writeFileSync(join(this.folder, 'own.key'), key);
  }

  async #startDns(): Promise<void> {
    this.#dns = { port: await freePort(), management: await freePort() };
    const off = ['-http01', '-https01', '-tlsalpn01', '-doh', '-defaultIPv6'].flatMap((flag) => [flag, '']);
    const { port, management } = this.#dns;
    const on = ['-dnsserver', `127.0.0.1:${port}`, '-management', `127.0.0.1:${management}`];
    this.#spawn('pebble-challtestsrv', [...on, ...off]);
    await this.#answers(() => ask('', `http://localhost:${management}/dns-request-history`, '{"host":"x"}'));
  }

  async #startAuthority(http: number, validity: number): Promise<void> {
    [this.port, this.#management] = [await freePort(), await freePort()];
    const config = join(this.folder, 'pebble.json');
    writeFileSync(config, JSON.stringify({ pebble: this.#settings(http, validity) }));
    this.#spawn('pebble', ['-config', config, '-dnsserver', `127.0.0.1:${this.#dns.port}`]);
    await this.#answers(() => ask(this.root, `https://localhost:${this.#management}/roots/0`));
  }

  #settings(httpPort: number, validityPeriod: number) {
    return {
      listenAddress: `127.0.0.1:${this.port}`,
      managementListenAddress: `127.0.0.1:${this.#management}`,
      certificate: join(this.folder, 'own.crt'),
      privateKey: join(this.folder, 'own.key'),
      httpPort,
      tlsPort: 1,
      keyAlgorithm: 'ecdsa',
      retryAfter: { authz: 1, order: 1 },
      profiles: { default: { description: 'the only one', validityPeriod } },
    };
  }

  #spawn(program: string, args: readonly string[]): void {
    const env = {
      ...process.env,
      PEBBLE_VA_NOSLEEP: '1',
      PEBBLE_WFE_NONCEREJECT: nonceRejects,
      PEBBLE_AUTHZREUSE: '0',
    };
    const child = spawn(binary(program), args, { env, stdio: 'pipe' });
    const keep = (chunk: Buffer) => {
      this.#output += chunk;
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    this.#children.push(child);
  }

  async #answers(look: () => Promise<{ dump(): Promise<void> }>): Promise<void> {
    for (;;) {
      const answer = await look().catch(() => undefined);
      if (answer) return await answer.dump();
      if (this.#children.some(({ exitCode }) => exitCode !== null))
        throw new Error(`Pebble has ended: ${this.#output}`);
      await wait(10);
    }
  }
}

async function ask(ca: string, url: string, body?: string) {
  const dispatcher = new Agent({ ...(ca && { connect: { ca } }), pipelining: 0 });
  const answer = await request(url, { dispatcher, ...(body !== undefined && { method: 'POST', body }) });
  if (answer.statusCode >= 400 && answer.statusCode !== 404)
    throw new Error(`${url} answers ${answer.statusCode}`);
  return answer.body;
}

function binary(program: string): string {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const path = join(cache, 'causeway', 'pebble', version, program);
  if (existsSync(path)) return path;
  throw new Error(`${path}: no Pebble ${version}; run the set-up with --for test`);
}
