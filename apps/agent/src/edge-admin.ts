import { adminPaths, type ClusterView, parseClusters, parseRefusals, parseVersions } from '@causeway/edge';
import { Client, request } from 'undici';

/** The admin interface answers in milliseconds or not at all. */
const answerTimeout = 2000;

/** The edge's own view of itself, through the unix socket that only the agent mounts. */
export class EdgeAdmin {
  readonly #socketPath: string;

  constructor(socketPath: string) {
    this.#socketPath = socketPath;
  }

  async versions(): Promise<ReadonlyMap<string, string>> {
    return parseVersions(await this.#get(adminPaths.versions));
  }

  async refusals(): Promise<ReadonlyMap<string, number>> {
    return parseRefusals(await this.#get(adminPaths.refusals));
  }

  async clusters(): Promise<ReadonlyMap<string, ClusterView>> {
    return parseClusters(await this.#get(adminPaths.clusters));
  }

  /** A connection each: a restarted edge has another socket at the same path. */
  async #get(path: string): Promise<string> {
    const dispatcher = new Client('http://edge', { socketPath: this.#socketPath });
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
}
