import type { Order } from './orders.ts';

/** A release that has had traffic must give it back; the message is the evidence. */
export class WentBad extends Error {
  /** Absent when nobody asked for it. */
  readonly order?: Order;

  constructor(evidence: string, order?: Order) {
    super(evidence);
    if (order) this.order = order;
  }
}
