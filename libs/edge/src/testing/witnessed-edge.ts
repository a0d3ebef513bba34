import { type Field, Http1Connection, type Http2Answer, Http2Connection } from '@causeway/corpus';
import type { ServicePlan } from '@causeway/plan';
import type { PathRules } from './path-model.ts';
import { liveOn, plainService, testSecrets } from './plan.ts';
import { type RunningEdge, startEdge } from './running-edge.ts';
import { type Reached, startWitness, type Witness } from './witness.ts';

/** A real edge in front of a service with rules, whose two replicas tell what reached them and differ in how they read it. */
export class WitnessedEdge {
  readonly #edge: RunningEdge;
  readonly #witnesses: readonly Witness[];
  readonly #http1: Http1Connection[] = [];
  #http2?: Http2Connection;

  constructor(edge: RunningEdge, witnesses: readonly Witness[]) {
    this.#edge = edge;
    this.#witnesses = witnesses;
  }

  get port(): number {
    return this.#edge.plan.edge.https;
  }

  /** Those that every answer of the service has. */
  get headers(): Readonly<Record<string, string>> {
    return this.#edge.plan.services[0]?.headers ?? {};
  }

  reached(): readonly Reached[] {
    return this.#witnesses.flatMap(({ reached }) => reached);
  }

  targets(): readonly string[] {
    return this.reached().map(({ target }) => target);
  }

  requests(): readonly string[] {
    return this.reached().map(({ method, target }) => `${method} ${target}`);
  }

  forget(): void {
    for (const { reached } of this.#witnesses) reached.length = 0;
  }

  /** GET of a path as it stands, on a connection that is kept for the next one. */
  async ask(
    protocol: 'HTTP/1.1' | 'HTTP/2',
    path: string,
    headers: readonly Field[] = [],
  ): Promise<Http2Answer> {
    if (protocol === 'HTTP/2') return (await this.#overHttp2()).ask([...get, [':path', path], ...headers]);
    const lines = headers.map(([name, value]) => `${name}: ${value}`);
    const answer = await (await this.#overHttp1(0)).ask(request(path, ...lines));
    return answer?.status ?? 'closed';
  }

  /** The same for many paths at a time; none of them may end the connection. */
  async askAll(protocol: 'HTTP/1.1' | 'HTTP/2', paths: readonly string[]): Promise<Asked[]> {
    this.forget();
    const statuses = protocol === 'HTTP/2' ? await this.#askAllHttp2(paths) : await this.#askAllHttp1(paths);
    const reached = Map.groupBy(this.reached(), numberOf);
    return paths.map((path, number) => ({
      path,
      status: statuses[number] ?? 'closed',
      reached: (reached.get(String(number)) ?? []).map(({ target }) => target),
    }));
  }

  /** Side by side on a few connections: the edge does not answer what is sent ahead on one before more comes. */
  async #askAllHttp1(paths: readonly string[]): Promise<Http2Answer[]> {
    const statuses: Http2Answer[] = [];
    const waiting = paths.entries();
    const askInTurn = async (index: number) => {
      for (const [number, path] of waiting) {
        const connection = await this.#overHttp1(index);
        const answer = await connection.ask(request(path, `${numberHeader}: ${number}`));
        statuses[number] = answer?.status ?? 'closed';
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, index) => askInTurn(index)));
    return statuses;
  }

  async #askAllHttp2(paths: readonly string[]): Promise<Http2Answer[]> {
    const connection = await this.#overHttp2();
    return Promise.all(
      paths.map((path, number) => connection.ask([...get, [':path', path], [numberHeader, String(number)]])),
    );
  }

  async #overHttp1(index: number): Promise<Http1Connection> {
    const open = this.#http1[index];
    if (open?.open) return open;
    const connection = await Http1Connection.open(this);
    this.#http1[index] = connection;
    return connection;
  }

  async #overHttp2(): Promise<Http2Connection> {
    if (!this.#http2?.open) this.#http2 = await Http2Connection.open(this);
    return this.#http2;
  }

  async stop(): Promise<void> {
    for (const connection of this.#http1) connection.close();
    this.#http2?.close();
    await this.#edge.stop();
    for (const witness of this.#witnesses) await witness.stop();
  }
}

/** What became of a path. */
export interface Asked {
  readonly path: string;
  readonly status: Http2Answer;
  readonly reached: readonly string[];
}

const numberHeader = 'x-number';

const numberOf = ({ headers }: Reached): string | undefined =>
  headers.find(([name]) => name === numberHeader)?.[1];

const request = (path: string, ...headers: readonly string[]): string =>
  `${[`GET ${path} HTTP/1.1`, 'Host: localhost', ...headers].join('\r\n')}\r\n\r\n`;

const get = [
  [':method', 'GET'],
  [':scheme', 'https'],
  [':authority', 'localhost'],
] as const;

/** Protected paths are for alice. */
export const startWitnessedEdge = ({ block, protect }: PathRules): Promise<WitnessedEdge> =>
  startWitnessedService({ block, protect: protect.map((path) => ({ path, users: ['alice'] })) });

export async function startWitnessedService(wanted: Partial<ServicePlan>): Promise<WitnessedEdge> {
  const witnesses = [await startWitness('transfer-encoding'), await startWitness('content-length')];
  const edge = await startEdge([plainService('phrase', wanted)]);
  await edge.apply(
    [
      liveOn(
        'phrase',
        witnesses.map(({ port }) => port),
      ),
    ],
    testSecrets('alice'),
  );
  await edge.healthy('phrase-1', witnesses.length);
  return new WitnessedEdge(edge, witnesses);
}
