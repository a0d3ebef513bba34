import { Agent, request } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';

/** New and kept connections to one port, until it is told to end. Every failure is kept. */
export class Load {
  readonly failures: string[] = [];
  answers = 0;
  readonly #port: number;
  readonly #ending = new AbortController();
  readonly #work: Promise<void>[] = [];

  constructor(port: number) {
    this.#port = port;
  }

  /** `news` connections a second with a request each, and `kept` ones with a request every 50 ms. */
  start(news: number, kept: number): void {
    this.#work.push(this.#every(1000 / news, { agent: false }));
    for (let each = 0; each < kept; each += 1) this.#work.push(this.#keep());
  }

  async end(): Promise<void> {
    this.#ending.abort();
    await Promise.all(this.#work);
  }

  ask(path: string, options: { agent: Agent | false } = { agent: false }): Promise<void> {
    const target = { host: '127.0.0.1', port: this.#port, path, method: 'POST', rejectUnauthorized: false };
    return new Promise((resolve) => {
      const fail = (reason: string) => resolve(void this.failures.push(`${path}: ${reason}`));
      request({ ...target, ...options, headers: { host: 'localhost' } }, (answer) => {
        answer.resume().on('error', (error) => fail(error.message));
        answer.on('end', () => {
          this.answers += 1;
          if (answer.statusCode === 200) resolve();
          else fail(`status ${answer.statusCode}`);
        });
      })
        .on('error', (error) => fail(error.message))
        .end('x');
    });
  }

  async #every(interval: number, options: { agent: false }): Promise<void> {
    const asked: Promise<void>[] = [];
    while (!this.#ending.signal.aborted) {
      asked.push(this.ask('/new', options));
      await pause(interval);
    }
    await Promise.all(asked);
  }

  async #keep(): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!this.#ending.signal.aborted) {
      await this.ask('/kept', { agent });
      await pause(50);
    }
    agent.destroy();
  }
}
