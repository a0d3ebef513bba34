import { once } from 'node:events';
import { chmod, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Message, Request } from '@causeway/release';
import { agentSocket } from './environment.ts';
import { log } from './log.ts';
import type { Operations } from './operations.ts';

/** One request a connection: events as they come, then a result or an error. */
export async function listen(operations: Operations): Promise<void> {
  await rm(agentSocket, { force: true });
  const server = createServer((socket) => void serveOne(operations, socket));
  server.listen(agentSocket);
  await once(server, 'listening');
  await chmod(agentSocket, 0o600);
}

async function serveOne(operations: Operations, socket: Socket): Promise<void> {
  // A command that is gone does not end what it asked for.
  socket.on('error', () => {});
  const send = (message: Message) => socket.writable && socket.write(`${JSON.stringify(message)}\n`);
  try {
    const request = await readRequest(socket);
    // Docker's health check only connects.
    if (!request) return;
    const result = await operations.answer(request, (event) => send({ event }));
    send({ result } as Message);
  } catch (error) {
    log('a request failed', { error: (error as Error).message });
    send({ error: { message: (error as Error).message } });
  } finally {
    socket.end();
  }
}

async function readRequest(socket: Socket): Promise<Request | undefined> {
  for await (const line of createInterface({ input: socket })) return JSON.parse(line) as Request;
  return undefined;
}
