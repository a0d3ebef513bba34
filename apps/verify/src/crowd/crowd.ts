import { Pool } from 'undici';
import { seenIn } from '../load/transports/transport.ts';
import { type NamedService, originOf, type Target } from '../target.ts';
import { lookup } from '../wire/lookup.ts';
import { Jar } from './jar.ts';

export interface Visit {
  readonly client: number;
  readonly status: number;
  /** `service@version`. */
  readonly release: string;
  /** The end of the answer, milliseconds since the epoch. */
  readonly at: number;
}

/** So many clients that a share can be told, over a few connections: a client is who has its cookies. */
export class Crowd {
  readonly #pool: Pool;
  readonly #path: string;
  readonly #jars: readonly Jar[];
  readonly visits: Visit[] = [];

  constructor(target: Target, service: NamedService, size: number) {
    this.#pool = new Pool(originOf(target, service), { connections: 16, connect: { ca: target.ca, lookup } });
    this.#path = service.name === 'palindrom' ? '/' : (service.health?.path ?? '/');
    this.#jars = Array.from({ length: size }, () => new Jar());
  }

  /** One visit of each. */
  async visit(): Promise<Visit[]> {
    const round = await Promise.all(this.#jars.map((jar, client) => this.#visitAs(client, jar)));
    this.visits.push(...round);
    return round;
  }

  /** As many visits of clients that keep no cookies. */
  visitForgetting(): Promise<Visit[]> {
    return Promise.all(this.#jars.map((_, client) => this.#visitAs(client, new Jar())));
  }

  /** All visits of each client, in their order. */
  histories(): Visit[][] {
    return [...Map.groupBy(this.visits, ({ client }) => client).values()];
  }

  async leave(): Promise<void> {
    await this.#pool.close();
  }

  async #visitAs(client: number, jar: Jar): Promise<Visit> {
    const headers = jar.isEmpty ? {} : { cookie: jar.header };
    const answer = await this.#pool.request({ method: 'GET', path: this.#path, headers });
    await answer.body.dump();
    jar.keep(answer.headers['set-cookie']);
    const { release = '' } = seenIn(answer.headers);
    return { client, status: answer.statusCode, release, at: Date.now() };
  }
}
