import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those that the system gives to whoever asks for any, and so to nobody in between. */
const [lowest, highest] = [10_000, 32_767];

/**
 * A TCP port that nobody listens on, and that no other test is given while this process lives: two edges that share one
 * would both take it, and each would get some of the other's requests.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, highest + 1);
    if ((await reserved(port)) && (await isFree(port))) return port;
  }
}

/** By a UDP socket, which ends with the process; of another number, since there are DNS servers among those who ask. */
async function reserved(port: number): Promise<boolean> {
  const socket = createSocket('udp4').unref();
  socket.bind({ port: port - lowest + highest + 1, address: '127.0.0.1', exclusive: true });
  try {
    await once(socket, 'listening');
    return true;
  } catch {
    socket.close();
    return false;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port);
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
