import type { Replica } from '@causeway/release';
import { log } from './log.ts';

/** An engine with time answers for a dozen containers in a tenth of this, and traffic may wait for what is shown. Milliseconds. */
const patience = 60;

export interface ReplicaSource {
  readonly ask: () => Promise<readonly Replica[]>;
  /** What the engine said after it was waited for differs from what was shown meanwhile. */
  readonly onLate: () => Promise<void>;
}

/**
 * The replicas as the engine tells of them, or else as it did last: of a container that it starts or ends at the moment
 * it tells only when that is done, and traffic that goes back from a crashing release cannot wait so long.
 */
export class ReplicaView {
  readonly #source: ReplicaSource;
  #asked = 0;
  #known: { readonly replicas: readonly Replica[]; readonly asked: number } | undefined;

  constructor(source: ReplicaSource) {
    this.#source = source;
  }

  async look(): Promise<readonly Replica[]> {
    const answer = this.#ask();
    const before = this.#known?.replicas;
    if (before === undefined) return answer;
    const inTime = await within(patience, answer);
    if (inTime) return inTime;
    void this.#follow(answer, before);
    return before;
  }

  async #ask(): Promise<readonly Replica[]> {
    this.#asked += 1;
    const asked = this.#asked;
    const replicas = await this.#source.ask();
    // answers to earlier questions may come later
    if (asked > (this.#known?.asked ?? 0)) this.#known = { replicas, asked };
    return replicas;
  }

  async #follow(answer: Promise<readonly Replica[]>, shown: readonly Replica[]): Promise<void> {
    try {
      const late = await answer;
      if (JSON.stringify(late) !== JSON.stringify(shown)) await this.#source.onLate();
    } catch (error) {
      log('what runs could not be shown at the edge', { error: (error as Error).message });
    }
  }
}

/** Nothing when it takes longer. */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
