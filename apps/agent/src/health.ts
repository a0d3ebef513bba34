import { connect } from 'node:net';
import { agentSocket } from './environment.ts';

const answerTimeout = 1500;

/** Docker's health check of the agent: its socket takes connections. */
export async function health(): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ path: agentSocket, timeout: answerTimeout }, () =>
      resolve(void socket.destroy()),
    );
    socket.on('error', reject);
    socket.on('timeout', () => socket.destroy(new Error('the agent does not answer')));
  });
}
