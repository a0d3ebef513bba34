import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Behaviour } from './behaviour.ts';

const behaviour: Behaviour = JSON.parse(readFileSync(new URL('behaviour.json', import.meta.url), 'utf8'));
/** Set by the first request to prepare for the end. */
let preparedAt: number | undefined;
let firstUser = true;
let broken = false;

const pages: Readonly<Record<string, (response: ServerResponse, wait: number) => void>> = {
  '/status': (response) => send(response, behaviour.healthy ? 200 : 503, 'status'),
  '/prepare-for-deploy': prepare,
  '/ready-for-deploy': (response) => send(response, isReady() ? 200 : 503, 'ready'),
};

process.once('SIGTERM', () => process.exit(0));
await (process.argv[2] === 'migrate' ? migrate() : serve());

async function migrate(): Promise<void> {
  const { takes, exitCode } = behaviour.migration;
  console.log('migrating');
  await pause(takes);
  console.log(exitCode === 0 ? 'migrated' : 'ERROR: relation "orders" does not exist');
  process.exitCode = exitCode;
}

async function serve(): Promise<void> {
  refuseBadEnvironment();
  if (behaviour.exitAfter !== undefined) end(behaviour.exitAfter, 'ERROR: cannot go on');
  if (behaviour.greedy) takeAllMemory();
  await pause(behaviour.boot);
  const server = createServer(answer).listen(behaviour.port, () => console.log(`on ${behaviour.port}`));
  process.removeAllListeners('SIGTERM').once('SIGTERM', () => void stop(server));
}

async function stop(server: Server): Promise<void> {
  server.close();
  await pause(behaviour.lingering);
  process.exit(0);
}

function refuseBadEnvironment(): void {
  const { SUBJECT_MODE: mode } = process.env;
  if (mode === 'calm') return;
  console.error(`SUBJECT_MODE: must be calm (got ${JSON.stringify(mode)})`);
  process.exit(2);
}

function takeAllMemory(): void {
  console.log('taking memory');
  const taken: Buffer[] = [];
  for (;;) taken.push(Buffer.alloc(8 * 1024 * 1024, 1));
}

function answer({ url = '/' }: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(url, 'http://subject');
  const page = pages[pathname] ?? serveUser;
  page(response, Number(searchParams.get('ms') ?? 0));
}

function serveUser(response: ServerResponse, wait: number): void {
  beginService();
  setTimeout(() => send(response, broken ? 500 : 200, 'Hello'), wait);
}

function prepare(response: ServerResponse): void {
  preparedAt ??= performance.now();
  send(response, 200, 'preparing');
}

function isReady(): boolean {
  return preparedAt !== undefined && performance.now() - preparedAt >= behaviour.farewell;
}

function beginService(): void {
  const { inService } = behaviour;
  if (!firstUser || !inService) return;
  firstUser = false;
  if (inService.goes === 'ends') end(inService.after, 'ERROR: something broke');
  else
    setTimeout(() => {
      broken = true;
    }, inService.after);
}

function end(after: number, words: string): void {
  setTimeout(() => {
    console.error(words);
    process.exit(1);
  }, after);
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(body);
}
