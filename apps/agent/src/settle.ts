import type { ServiceFragment } from '@causeway/edge';

/** What one service may show. */
export interface Offer {
  readonly service: string;
  /** Best first; empty when nothing of it can be rendered. */
  readonly wanted: readonly ServiceFragment[];
  /** What the edge has of it now; absent when that is nothing. */
  readonly shown?: ServiceFragment;
}

export interface Settled {
  readonly fragments: readonly ServiceFragment[];
  /** Service → why it does not show the best that it may. */
  readonly refused: ReadonlyMap<string, string>;
}

/** Why the edge would refuse these together; undefined when it takes them. */
export type Refusal = (fragments: readonly ServiceFragment[]) => Promise<string | undefined>;

export class BaseRefused extends Error {}

/** Every service with the best of its fragments that the edge takes beside the others'; none loses what it shows. */
export async function settle(offers: readonly Offer[], refusal: Refusal): Promise<Settled> {
  const best = offers.flatMap(({ wanted: [first], shown }) => first ?? shown ?? []);
  if ((await refusal(best)) === undefined) return { fragments: best, refused: new Map() };
  return new Settling(offers, refusal).run();
}

/** From what is shown on, better fragments are taken in by halves, so that few broken ones among many are found fast. */
class Settling {
  readonly #offers: readonly Offer[];
  readonly #refusal: Refusal;
  readonly #chosen: Map<string, ServiceFragment>;
  readonly #refused = new Map<string, string>();

  constructor(offers: readonly Offer[], refusal: Refusal) {
    this.#offers = offers;
    this.#refusal = refusal;
    this.#chosen = new Map(offers.flatMap(({ service, shown }) => (shown ? [[service, shown]] : [])));
  }

  async run(): Promise<Settled> {
    const reason = await this.#refusal([...this.#chosen.values()]);
    if (reason !== undefined) throw new BaseRefused(reason);
    await this.#improveAll();
    return { fragments: [...this.#chosen.values()], refused: this.#refused };
  }

  /** A host may be free for one service only after another has given it up. */
  async #improveAll(): Promise<void> {
    let left: readonly Offer[] = this.#offers.filter(({ wanted }) => wanted.length > 0);
    for (let before = left.length + 1; left.length > 0 && left.length < before; ) {
      before = left.length;
      left = await this.#improve(left);
    }
  }

  /** Those that do not show their best. */
  async #improve(group: readonly Offer[]): Promise<readonly Offer[]> {
    const reason = await this.#take(group.flatMap(({ wanted: [first] }) => first ?? []));
    if (reason === undefined) {
      for (const { service } of group) this.#refused.delete(service);
      return [];
    }
    const [only] = group;
    if (only && group.length === 1) return this.#takeNext(only, reason);
    const half = Math.ceil(group.length / 2);
    const first = await this.#improve(group.slice(0, half));
    return [...first, ...(await this.#improve(group.slice(half)))];
  }

  async #takeNext(offer: Offer, reason: string): Promise<readonly Offer[]> {
    this.#refused.set(offer.service, reason);
    for (const fragment of offer.wanted.slice(1)) {
      if ((await this.#take([fragment])) === undefined) break;
    }
    return [offer];
  }

  async #take(fragments: readonly ServiceFragment[]): Promise<string | undefined> {
    const next = new Map([...this.#chosen, ...fragments.map((one) => [one.service, one] as const)]);
    const reason = await this.#refusal([...next.values()]);
    if (reason !== undefined) return reason;
    for (const [service, fragment] of next) this.#chosen.set(service, fragment);
    return undefined;
  }
}
