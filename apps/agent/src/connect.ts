import { connect } from 'node:net';
import { agentSocket } from './environment.ts';

/** Joins standard input and output with the agent's socket, for `docker exec -i`. A file of its own: every command waits for its start. */
const socket = connect(agentSocket, () => {
  process.stdin.pipe(socket, { end: false });
  socket.pipe(process.stdout);
});
socket.on('error', (error) => {
  console.error(`agent: its socket ${agentSocket} takes no connection: ${error.message}`);
  process.exit(1);
});
socket.on('close', () => process.stdin.destroy());
