export { Connection } from './connection.ts';
export { ConnectionFailure, type Trouble } from './connection-failure.ts';
export type { HostFacts } from './host-facts.ts';
export type { Machine } from './machine.ts';
export { isRemote, reach, type Way } from './way.ts';
