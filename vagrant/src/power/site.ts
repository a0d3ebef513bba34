import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { planMachines } from '@causeway/plan';
import { readPlatform } from '../machines.ts';
import { runProgram } from '../program.ts';
import { target } from '../target.ts';
import { workspace } from '../workspace.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface Question {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly json?: unknown;
  /** `name:password`. */
  readonly login?: string;
}

/** Longer than any answer of a platform that is well. Milliseconds. */
const patience = 5000;

/** The platform on the machine, as its visitors reach it. */
export class Site {
  readonly #port: number;
  readonly #ca: string;
  readonly #agent = new Agent({ keepAlive: true });

  private constructor(port: number, ca: string) {
    this.#port = port;
    this.#ca = ca;
  }

  static async open(): Promise<Site> {
    const [machine] = planMachines(await readPlatform(), target);
    const ca = join(workspace, '.causeway', target, 'ca.crt');
    return new Site(machine?.ports[1] ?? 443, readFileSync(ca, 'utf8'));
  }

  /** Rejects where no whole answer comes. */
  ask({ method = 'GET', path, json, login }: Question): Promise<Answer> {
    const body = json === undefined ? '' : JSON.stringify(json);
    const headers = { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) };
    const where = { host: '127.0.0.1', servername: 'localhost', port: this.#port, ca: this.#ca };
    const options = {
      ...where,
      agent: this.#agent,
      method,
      path,
      headers: { ...headers, host: 'localhost' },
    };
    return new Promise((resolve, reject) => {
      const asked = request(
        { ...options, ...(login && { auth: login }), signal: AbortSignal.timeout(patience) },
        async (answer) => {
          try {
            const chunks = await answer.toArray();
            resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
          } catch (error) {
            reject(error);
          }
        },
      );
      asked.on('error', reject);
      asked.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

interface Credentials {
  readonly users: readonly {
    readonly name: string;
    readonly password: string;
    readonly paths: readonly string[];
  }[];
}

/** `name:password` of somebody who may see what is stored. */
export async function readLogin(): Promise<string> {
  const words = ['apps/cli/src/main.ts', 'credentials', '--target', target, '--json'];
  const { users } = JSON.parse(await runProgram(words, 60_000)) as Credentials;
  const user = users.find(({ paths }) => paths.includes('/admin'));
  if (!user) throw new Error('credentials: nobody may see /admin of the example');
  return `${user.name}:${user.password}`;
}
