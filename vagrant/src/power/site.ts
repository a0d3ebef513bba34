import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
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

  /** `port` of 127.0.0.1, and the file of the authority that its certificate comes from. */
  constructor(port: number, ca: string) {
    this.#port = port;
    this.#ca = readFileSync(ca, 'utf8');
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
