import { sql } from 'kysely';
import { asked, type Database } from './database.ts';

export interface WriteSummary {
  readonly total: number;
  readonly distinct: number;
  /** Sequence number of the newest write, 0 when there is none. */
  readonly last: number;
}

/** Appends one row for each call, so that a write that came twice can be seen. */
export async function appendWrite(
  { db }: Database,
  write: { readonly id: string; readonly bytes: number; readonly at: Date },
): Promise<void> {
  const row = { id: write.id, bytes: write.bytes, stored_at: write.at.getTime() };
  await asked(db.insertInto('writes').values(row).execute());
}

/** How often each id came after the sequence number `since`; ordered by id, from the one after `after` on. */
export async function countWrites(
  { db }: Database,
  page: { readonly since: number; readonly after: string; readonly limit: number },
): Promise<readonly { readonly id: string; readonly times: number }[]> {
  const query = db
    .selectFrom('writes')
    .select((row) => ['id', row.fn.countAll().as('times')])
    .where('seq', '>', page.since)
    .where('id', '>', page.after)
    .groupBy('id')
    .orderBy('id')
    .limit(page.limit);
  const rows = await asked(query.execute());
  return rows.map((row) => ({ id: row.id, times: Number(row.times) }));
}

export async function summariseWrites({ db }: Database, since: number): Promise<WriteSummary> {
  const query = db
    .selectFrom('writes')
    .select((row) => [
      row.fn.countAll().as('total'),
      row.fn.count('id').distinct().as('distinct'),
      sql`coalesce(max(seq), 0)`.as('last'),
    ])
    .where('seq', '>', since);
  const row = await asked(query.executeTakeFirstOrThrow());
  return { total: Number(row.total), distinct: Number(row.distinct), last: Number(row.last) };
}
