import { once } from 'node:events';
import { connect as open } from 'node:net';
import { agentSocket } from './environment.ts';

/** Joins standard input and output with the agent's socket, for `docker exec -i`. */
export async function connect(): Promise<void> {
  const socket = open(agentSocket);
  await once(socket, 'connect');
  process.stdin.pipe(socket, { end: false });
  socket.pipe(process.stdout);
  await once(socket, 'close');
  process.stdin.destroy();
}
