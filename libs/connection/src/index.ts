export { Connection } from './connection.ts';
export { ConnectionFailure, type Trouble } from './connection-failure.ts';
export type { HostFacts } from './host-facts.ts';
export { type Machine, parseAddress } from './machine.ts';
export { quoted } from './shell.ts';
