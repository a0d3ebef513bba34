import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  type AnswerCounts,
  adminPaths,
  answerCounts,
  type ClusterView,
  type ListenerError,
  parseClusters,
  parseListenerErrors,
  parseRefusals,
  parseVersions,
} from '@causeway/edge';
import { Client, request } from 'undici';
import { agreed, mergedClusters, summedAnswers, summedCounts } from './edges-as-one.ts';

/** The admin interface answers in milliseconds or not at all. */
const answerTimeout = 2000;

/** The edge's own view of itself, through the unix socket that only the agent mounts; of two, while one replaces the other. */
export class EdgeAdmin {
  readonly #socketPath: string;

  constructor(socketPath: string) {
    this.#socketPath = socketPath;
  }

  /** Those on which all edges agree. */
  async versions(): Promise<ReadonlyMap<string, string>> {
    return agreed((await this.#askAll(adminPaths.versions)).map(parseVersions));
  }

  async refusals(): Promise<ReadonlyMap<string, number>> {
    return summedCounts((await this.#askAll(adminPaths.refusals)).map(parseRefusals));
  }

  async clusters(): Promise<ReadonlyMap<string, ClusterView>> {
    return mergedClusters((await this.#askAll(adminPaths.clusters)).map(parseClusters));
  }

  /** What a cluster has answered since the edge knows it; falls when a replaced edge has ended. */
  async answers(cluster: string): Promise<AnswerCounts> {
    const answers = await this.#askAll(adminPaths.answers(cluster));
    return summedAnswers(answers.map((answer) => answerCounts(answer, cluster)));
  }

  /** Of all edges that answer: of two, while one replaces the other, either may refuse. */
  async listenerErrors(): Promise<ListenerError[]> {
    const errorsOf = async (socket: string) => parseListenerErrors(await ask(socket, adminPaths.listeners));
    const errors = this.#sockets().map((socket) => errorsOf(socket).catch(() => []));
    return (await Promise.all(errors)).flat();
  }

  async #askAll(path: string): Promise<string[]> {
    const answers = await Promise.all(this.#sockets().map((socket) => askIfThere(socket, path)));
    const given = answers.filter((answer) => answer !== undefined);
    if (given.length > 0) return given;
    throw new Error(`no edge listens at ${this.#socketPath}`);
  }

  /** Of the socket's own name, or that name and what tells one start from another. */
  #sockets(): string[] {
    const folder = dirname(this.#socketPath);
    const stem = basename(this.#socketPath, '.sock');
    const isOurs = (name: string) => name.startsWith(stem) && name.endsWith('.sock');
    return readdirSync(folder)
      .filter(isOurs)
      .sort()
      .map((name) => join(folder, name));
  }
}

/** Nothing when the edge of this socket is gone or has yet to listen. */
async function askIfThere(socketPath: string, path: string): Promise<string | undefined> {
  try {
    return await ask(socketPath, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ECONNREFUSED' || code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A connection each: a restarted edge has another socket. */
async function ask(socketPath: string, path: string): Promise<string> {
  const dispatcher = new Client('http://edge', { socketPath });
  try {
    const { body } = await request(`http://edge${path}`, {
      dispatcher,
      signal: AbortSignal.timeout(answerTimeout),
    });
    return await body.text();
  } finally {
    await dispatcher.close();
  }
}
