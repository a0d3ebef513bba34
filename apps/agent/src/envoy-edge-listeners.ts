import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Client, request } from 'undici';

/** The admin interface answers in milliseconds or not at all. */
const answerTimeout = 2000;

/** The listeners that a running edge does not open, each with its address and the reason. */
export async function listenerErrors(adminSocket: string): Promise<string[]> {
  const folder = dirname(adminSocket);
  const stem = basename(adminSocket, '.sock');
  // of two, while one edge replaces the other, either may refuse
  const sockets = readdirSync(folder).filter((name) => name.startsWith(stem) && name.endsWith('.sock'));
  const found = await Promise.all(sockets.map((name) => errorsOf(join(folder, name)).catch(() => [])));
  return [...new Set(found.flat())].sort();
}

async function errorsOf(socketPath: string): Promise<string[]> {
  const dispatcher = new Client('http://edge', { socketPath });
  try {
    const { body } = await request('http://edge/config_dump?resource=dynamic_listeners', {
      dispatcher,
      signal: AbortSignal.timeout(answerTimeout),
    });
    const { configs = [] } = (await body.json()) as { configs?: readonly DynamicListener[] };
    return configs.flatMap(({ name, error_state }) => (error_state ? [describe(name, error_state)] : []));
  } finally {
    await dispatcher.close();
  }
}

interface DynamicListener {
  readonly name: string;
  readonly error_state?: { readonly details: string };
}

function describe(name: string, { details }: { readonly details: string }): string {
  const [, address, why] = /^cannot bind '([^']+)': (.*)$/.exec(details) ?? [];
  if (!address) return `its listener ${name}: ${details}`;
  return `to listen on ${address} for ${name}: ${why}; end what has the port, or write another one under \`targets\` in the config, and deploy again`;
}
