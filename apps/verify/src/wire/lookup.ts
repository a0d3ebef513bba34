import { lookup as ask } from 'node:dns';
import type { LookupFunction } from 'node:net';

/** Names below `localhost` are this machine, as RFC 6761 wants it; not every resolver knows. */
export const lookup: LookupFunction = (name, options, answer) =>
  ask(name.endsWith('.localhost') ? 'localhost' : name, options, answer);
