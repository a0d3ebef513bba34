import request from 'supertest';
import { type NamedService, originOf, type Target } from '../target.ts';
import { readCredentials } from './commands.ts';

/** Pages of 10,000 ids: more than any run sends. */
const mostPages = 200;

/** Place of the newest write in the service's book, so that earlier runs can be left out. */
export async function newestWrite(target: Target, service: NamedService): Promise<number> {
  const book = await openBook(target, service);
  return (await book('/admin/writes/summary')).last;
}

/** How often each id is stored that came after the place `since`. */
export async function heldWrites(
  target: Target,
  service: NamedService,
  since: number,
): Promise<Map<string, number>> {
  const book = await openBook(target, service);
  const held = new Map<string, number>();
  let after: string | undefined = '';
  for (let page = 0; after !== undefined; page++) {
    if (page === mostPages)
      throw new Error(`/admin/writes: more than ${mostPages} pages; clear the table of old runs`);
    const found = await book(`/admin/writes?since=${since}&limit=10000&after=${encodeURIComponent(after)}`);
    for (const { id, times } of found.writes as { id: string; times: number }[]) held.set(id, times);
    after = found.after;
  }
  return held;
}

async function openBook(target: Target, service: NamedService) {
  const { users } = await readCredentials(target);
  const { name = '', password = '' } = users.find(({ paths }) => paths.includes('/admin')) ?? users[0] ?? {};
  const edge = request.agent(originOf(target, service), { ca: target.ca });
  return async (path: string) => {
    const answer = await edge.get(path).auth(name, password).accept('json');
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text.slice(0, 200)}`);
    return answer.body;
  };
}
