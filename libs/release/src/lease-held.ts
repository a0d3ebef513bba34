import type { LeaseStatus } from './protocol.ts';

/** Somebody else changes what serves; nothing was touched. */
export class LeaseHeld extends Error {
  readonly holder: LeaseStatus;

  constructor(service: string, holder: LeaseStatus) {
    const { owner, what, since, until } = holder;
    super(
      `${service}: held by ${owner} for "${what}" since ${time(since)}, until ${time(until)} unless it is renewed; wait for it to end, or run "${service}:abort", and try again`,
    );
    this.name = 'LeaseHeld';
    this.holder = holder;
  }
}

/** The lease has gone to another, or has run out while its holder was asleep: the holder must not go on. */
export class LeaseLost extends Error {
  constructor(service: string, token: number, why: string) {
    super(`${service}: lease ${token} is lost, because ${why}; nothing more is done under it`);
    this.name = 'LeaseLost';
  }
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
