import {
  type Asked,
  type Exposure,
  knownService,
  Mistake,
  Obstacle,
  type Results,
  type WantedMaintenance,
} from '@causeway/release';
import pLimit, { type LimitFunction } from 'p-limit';
import type { Host, PlannedHost } from './host.ts';
import { log } from './log.ts';

/** Browsers and proxies give up at about a minute; a database change that needs more wants `maintenance`. Milliseconds. */
const longestPause = 30_000;

/** A client that comes back sooner only adds load. Seconds. */
const retryAfter = 60;

interface Planned {
  readonly plan: Pick<PlannedHost['plan'], 'services'>;
  readonly edge: Pick<PlannedHost['edge'], 'refresh'>;
}

/** Holds or turns away a service's requests at the edge; the journal says which, so that a new start of the agent does the same. */
export class Traffic {
  readonly #host: Pick<Host, 'journal' | 'gate' | 'history'>;
  readonly #planned: () => Planned;
  readonly #ends = new Map<string, NodeJS.Timeout>();
  /** Service → one pause or its end at a time: the end of one must not let go what the next one holds. */
  readonly #turns = new Map<string, LimitFunction>();

  constructor(host: Pick<Host, 'journal' | 'gate' | 'history'>, planned: () => Planned) {
    this.#host = host;
    this.#planned = planned;
  }

  /** A pause that ran out while the agent was away is over; a clock that was set back meanwhile makes none longer. */
  async start(): Promise<void> {
    const { journal, gate } = this.#host;
    for (const service of journal.services()) {
      const { paused } = journal.read(service);
      if (!paused) continue;
      const left = Math.min(paused.until - Date.now(), longestPause);
      gate.hold(service, Date.now() + left);
      this.#endIn(left, service, paused.until);
    }
  }

  async pause(asked: Asked<'pause'>): Promise<Results['pause']> {
    const { service, within } = asked;
    this.#known(service);
    if (!(within > 0 && within <= longestPause))
      throw new Mistake(
        `a pause lasts at most ${seconds(longestPause)} (got ${seconds(within)}); use \`maintenance\` for more`,
      );
    return await this.#inTurn(service, () => this.#pause(asked));
  }

  async resume({ service, by }: Asked<'resume'>): Promise<Results['resume']> {
    this.#known(service);
    return await this.#inTurn(service, async () => {
      if (!this.#host.journal.read(service).paused)
        throw new Obstacle(`${service}: it is not paused, so there is nothing to resume`);
      return { held: await this.#end(service, by) };
    });
  }

  async #pause({ service, within, by }: Asked<'pause'>): Promise<Results['pause']> {
    const { journal, gate } = this.#host;
    const paused = pauseOf(service, journal.read(service).paused, { now: Date.now(), within, by });
    const { until } = paused;
    gate.hold(service, until);
    await journal.expose(service, { paused });
    this.#endIn(until - Date.now(), service, until);
    await this.#planned().edge.refresh();
    await this.#note(service, 'pause', by, `for ${seconds(within)}`);
    return { until };
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

  #endIn(milliseconds: number, service: string, until: number): void {
    clearTimeout(this.#ends.get(service));
    const end = () =>
      this.#inTurn(service, () => this.#endOwn(service, until)).catch((error) =>
        log('a pause could not be ended', { service, error: error.message }),
      );
    this.#ends.set(service, setTimeout(end, Math.max(0, milliseconds)));
  }

  /** One that somebody has made longer meanwhile goes on. */
  async #endOwn(service: string, until: number): Promise<void> {
    if (this.#host.journal.read(service).paused?.until === until) await this.#end(service, 'the agent');
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

  #inTurn<T>(service: string, work: () => Promise<T>): Promise<T> {
    const turns = this.#turns.get(service) ?? pLimit(1);
    this.#turns.set(service, turns);
    return turns(work);
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

type Pause = NonNullable<Exposure['paused']>;

interface WantedPause {
  readonly now: number;
  readonly within: number;
  readonly by: string;
}

/** One that is under way may be made longer, never shorter: whoever has begun it counts on it. No request waits longer than for one. */
function pauseOf(service: string, present: Pause | undefined, { now, within, by }: WantedPause): Pause {
  if (!present || present.until <= now) return { since: now, until: now + within, by };
  const since = present.since ?? now;
  const until = now + within;
  if (until <= since + longestPause) return { since, until: Math.max(until, present.until), by };
  throw new Obstacle(
    `${service}: ${present.by} has paused it ${seconds(now - since)} ago, and no request waits longer than ${seconds(longestPause)}; ask for ${seconds(since + longestPause - now)} at most, or wait until it is over`,
  );
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}
