import { once } from 'node:events';
import { chmod, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { LeaseHeld, type Message, Mistake, Obstacle, type Refusal, type Request } from '@causeway/release';
import { agentSocket } from './environment.ts';
import { log } from './log.ts';
import type { Operations } from './operations.ts';

/** One request a connection: events as they come, then a result or an error. */
export async function listen(operations: Answers, path: string = agentSocket): Promise<Server> {
  await rm(path, { force: true });
  // A client that has closed its own end still waits for the answer.
  const server = createServer({ allowHalfOpen: true }, (socket) => void serveOne(operations, socket));
  server.listen(path);
  await once(server, 'listening');
  await chmod(path, 0o600);
  return server;
}

type Answers = Pick<Operations, 'answer'>;

async function serveOne(operations: Answers, socket: Socket): Promise<void> {
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
    send({ error: refusal(error as Error) });
  } finally {
    socket.end();
  }
}

function refusal(error: Error): Extract<Message, { error: object }>['error'] {
  const kind = kindOf(error);
  return { message: error.message, ...(kind && { kind }) };
}

/** Nothing for a failure on the way. */
function kindOf(error: Error): Refusal | undefined {
  if (error instanceof Mistake) return 'mistake';
  return error instanceof Obstacle || error instanceof LeaseHeld ? 'obstacle' : undefined;
}

async function readRequest(socket: Socket): Promise<Request | undefined> {
  const lines = createInterface({ input: socket });
  // It repeats the socket's errors to the end, and one that nobody hears ends the agent.
  lines.on('error', () => {});
  for await (const line of lines) return parseRequest(line);
  return undefined;
}

function parseRequest(line: string): Request {
  let got = JSON.stringify(line.slice(0, 80));
  try {
    const request = JSON.parse(line) as Request | null;
    if (typeof request?.op === 'string') return request;
  } catch {
    // it may hold secrets, and this goes to the log
    if (line.startsWith('{')) got = 'a part of one';
  }
  throw new Error(`a request is one line of JSON with an "op" (got ${got})`);
}
