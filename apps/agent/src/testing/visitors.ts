import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';

/** Between two requests of one visitor. Milliseconds. */
const pause = 10;

/** One visitor a service, who asks one time after the other on a kept connection, and keeps what was not answered 200. */
export class Visitors {
  readonly failures: string[] = [];
  requests = 0;
  readonly #port: number;
  readonly #services: readonly string[];
  #visits: Promise<unknown> | undefined;
  #leaving = false;

  constructor(port: number, services: readonly string[]) {
    this.#port = port;
    this.#services = services;
  }

  /** Returns once each was served, which a test's own limit bounds: an edge that has just started checks its replicas first. */
  async come(): Promise<void> {
    for (const service of this.#services)
      while ((await this.#ask(`${service}.test`)) !== 200) await wait(pause);
    this.#leaving = false;
    this.#visits = Promise.all(this.#services.map((service) => this.#visit(service)));
  }

  async leave(): Promise<void> {
    this.#leaving = true;
    await this.#visits;
  }

  /** What the edge answers to one request for a host: a status, or why there was no answer. */
  look(host: string): Promise<number | string> {
    return this.#ask(host);
  }

  async #visit(service: string): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!this.#leaving) {
      const status = await this.#ask(`${service}.test`, agent);
      this.requests += 1;
      if (status !== 200) this.failures.push(`${service}: ${status}`);
      await wait(pause);
    }
    agent.destroy();
  }

  async #ask(name: string, agent?: Agent): Promise<number | string> {
    return new Promise((resolve) => {
      const asked = request({
        port: this.#port,
        host: '127.0.0.1',
        headers: { host: name },
        rejectUnauthorized: false,
        agent: agent ?? false,
      });
      asked.on('error', (error) => resolve(error.message));
      asked.on('response', (answer) =>
        text(answer).then(
          () => resolve(answer.statusCode ?? 0),
          (error) => resolve(error.message),
        ),
      );
      asked.end();
    });
  }
}
