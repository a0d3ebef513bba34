import { connect } from 'node:net';
import { agentSocket } from './environment.ts';

/** An agent that has just been started listens within a second or two. Milliseconds. */
const patience = 10_000;
const tryAgainAfter = 100;

/** Joins standard input and output with the agent's socket, for `docker exec -i`. A file of its own: every command waits for its start. */
function join(giveUpAt: number): void {
  let joined = false;
  const socket = connect(agentSocket, () => {
    joined = true;
    process.stdin.pipe(socket, { end: false });
    socket.pipe(process.stdout);
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    if (!joined && isStarting(error) && Date.now() < giveUpAt)
      return void setTimeout(() => join(giveUpAt), tryAgainAfter);
    console.error(`agent: its socket ${agentSocket} takes no connection: ${error.message}`);
    process.exit(1);
  });
  socket.on('close', () => joined && process.stdin.destroy());
}

function isStarting({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ENOENT' || code === 'ECONNREFUSED';
}

join(Date.now() + patience);
