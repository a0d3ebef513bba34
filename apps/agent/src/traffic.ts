import {
  type Asked,
  knownService,
  Mistake,
  Obstacle,
  type Results,
  type WantedMaintenance,
} from '@causeway/release';
import type { Host, PlannedHost } from './host.ts';
import { log } from './log.ts';

/** Browsers and proxies give up at about a minute; a database change that needs more wants `maintenance`. Milliseconds. */
const longestPause = 30_000;

/** A client that comes back sooner only adds load. Seconds. */
const retryAfter = 60;

/** Holds or turns away a service's requests at the edge; the journal says which, so that a new start of the agent does the same. */
export class Traffic {
  readonly #host: Host;
  readonly #planned: () => PlannedHost;
  readonly #ends = new Map<string, NodeJS.Timeout>();

  constructor(host: Host, planned: () => PlannedHost) {
    this.#host = host;
    this.#planned = planned;
  }

  /** A pause that ran out while the agent was away is over. */
  async start(): Promise<void> {
    const { journal, gate } = this.#host;
    for (const service of journal.services()) {
      const { paused } = journal.read(service);
      if (!paused) continue;
      gate.hold(service, paused.until);
      this.#endAt(service, paused.until);
    }
  }

  async pause({ service, within, by }: Asked<'pause'>): Promise<Results['pause']> {
    this.#known(service);
    if (!(within > 0 && within <= longestPause))
      throw new Mistake(
        `a pause lasts at most ${longestPause / 1000} s (got ${within / 1000} s); use \`maintenance\` for more`,
      );
    const { journal, gate } = this.#host;
    const until = Date.now() + within;
    gate.hold(service, until);
    await journal.expose(service, { paused: { until, by } });
    this.#endAt(service, until);
    await this.#planned().edge.refresh();
    await this.#note(service, 'pause', by, `for ${within / 1000} s`);
    return { until };
  }

  async resume({ service, by }: Asked<'resume'>): Promise<Results['resume']> {
    this.#known(service);
    if (!this.#host.journal.read(service).paused)
      throw new Obstacle(`${service}: it is not paused, so there is nothing to resume`);
    return { held: await this.#end(service, by) };
  }

  async maintenance(service: string, wanted: WantedMaintenance): Promise<Results['maintenance']> {
    this.#known(service);
    const { journal } = this.#host;
    const { on, by, page } = wanted;
    const now = {
      since: Date.now(),
      by,
      retryAfter: wanted.retryAfter ?? retryAfter,
      ...(page !== undefined && { page }),
    };
    const before = journal.read(service).maintenance;
    await journal.expose(service, { maintenance: on ? now : undefined });
    try {
      await this.#planned().edge.refresh();
    } catch (error) {
      await journal.expose(service, { maintenance: before });
      throw error;
    }
    if (on || before) await this.#note(service, on ? 'maintenance on' : 'maintenance off', by);
    return { done: on ? `${service} answers 503 to everybody` : `${service} serves again` };
  }

  #endAt(service: string, until: number): void {
    clearTimeout(this.#ends.get(service));
    const end = () =>
      this.#end(service, 'the agent').catch((error) =>
        log('a pause could not be ended', { service, error: error.message }),
      );
    this.#ends.set(service, setTimeout(end, Math.max(0, until - Date.now())));
  }

  /** The route first: what is let go must not come back to a gate. */
  async #end(service: string, by: string): Promise<number> {
    clearTimeout(this.#ends.get(service));
    const { journal, gate } = this.#host;
    await journal.expose(service, { paused: undefined });
    await this.#planned()
      .edge.refresh()
      .catch((error) => log('the edge could not end a pause', { service, error: error.message }));
    const held = gate.letGo(service);
    await this.#note(service, 'resume', by, `${held} requests were held`);
    return held;
  }

  #known(service: string): void {
    knownService(this.#planned().plan, service);
  }

  async #note(
    service: string,
    action: 'pause' | 'resume' | 'maintenance on' | 'maintenance off',
    by: string,
    why?: string,
  ): Promise<void> {
    const at = Date.now();
    await this.#host.history.append(`${service} ${action} ${at}`, {
      at,
      service,
      action,
      by,
      ...(why && { why }),
    });
  }
}
