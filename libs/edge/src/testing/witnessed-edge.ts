import { Http1Connection } from './http1-connection.ts';
import type { Http2Answer } from './http2-connection.ts';
import { Http2Connection } from './http2-connection.ts';
import type { PathRules } from './path-model.ts';
import { liveOn, plainService, testSecrets } from './plan.ts';
import { type RunningEdge, startEdge } from './running-edge.ts';
import { type Reached, startWitness, type Witness } from './witness.ts';

/** A real edge in front of a service with rules, whose two replicas tell what reached them and differ in how they read it. */
export class WitnessedEdge {
  readonly #edge: RunningEdge;
  readonly #witnesses: readonly Witness[];
  #http1?: Http1Connection;
  #http2?: Http2Connection;

  constructor(edge: RunningEdge, witnesses: readonly Witness[]) {
    this.#edge = edge;
    this.#witnesses = witnesses;
  }

  get port(): number {
    return this.#edge.plan.edge.https;
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
  async ask(protocol: 'HTTP/1.1' | 'HTTP/2', path: string): Promise<Http2Answer> {
    if (protocol === 'HTTP/2') return (await this.#overHttp2()).ask([...get, [':path', path]]);
    const answer = await (await this.#overHttp1()).ask(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    return answer?.status ?? 'closed';
  }

  async #overHttp1(): Promise<Http1Connection> {
    if (!this.#http1?.open) this.#http1 = await Http1Connection.open(this.port);
    return this.#http1;
  }

  async #overHttp2(): Promise<Http2Connection> {
    if (!this.#http2?.open) this.#http2 = await Http2Connection.open(this.port);
    return this.#http2;
  }

  async stop(): Promise<void> {
    this.#http1?.close();
    this.#http2?.close();
    await this.#edge.stop();
    for (const witness of this.#witnesses) await witness.stop();
  }
}

const get = [
  [':method', 'GET'],
  [':scheme', 'https'],
  [':authority', 'localhost'],
] as const;

/** Protected paths are for alice. */
export async function startWitnessedEdge({ block, protect }: PathRules): Promise<WitnessedEdge> {
  const witnesses = [await startWitness('transfer-encoding'), await startWitness('content-length')];
  const service = plainService('phrase', {
    block,
    protect: protect.map((path) => ({ path, users: ['alice'] })),
  });
  const edge = await startEdge([service]);
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
