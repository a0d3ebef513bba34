import type { Site } from './site.ts';

/** Sequence number of the newest write. */
export async function newestWrite(site: Site, login: string): Promise<number> {
  return (await read<{ last: number }>(site, login, '/admin/writes/summary')).last;
}

interface Page {
  readonly writes: readonly { readonly id: string }[];
  readonly after?: string;
}

/** Ids that are stored and came after the sequence number `since`. */
export async function storedWrites(site: Site, login: string, since: number): Promise<ReadonlySet<string>> {
  const stored = new Set<string>();
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page: Page = await read(site, login, `/admin/writes?since=${since}&limit=10000&after=${after}`);
    for (const { id } of page.writes) stored.add(id);
    after = page.after;
  }
  return stored;
}

async function read<T>(site: Site, login: string, path: string): Promise<T> {
  const { status, body } = await site.ask({ path, login });
  if (status !== 200) throw new Error(`${path}: ${status} ${body.slice(0, 200)}`);
  return JSON.parse(body);
}
