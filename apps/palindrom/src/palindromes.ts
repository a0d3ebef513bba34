import { createHash } from 'node:crypto';
import type { InsertQueryBuilder, InsertResult } from 'kysely';
import { asked, type Database } from './database.ts';
import type { Kind, Schema } from './schema.ts';

export interface StoredPalindrome {
  readonly text: string;
  /** ISO 8601. */
  readonly storedAt: string;
}

type Insert = InsertQueryBuilder<Schema, 'palindromes', InsertResult>;

const unlessThere = {
  sqlite: (insert) => insert.onConflict((conflict) => conflict.column('digest').doNothing()),
  postgresql: (insert) => insert.onConflict((conflict) => conflict.column('digest').doNothing()),
  // Not `insert ignore`, which would hide a text cut short as well.
  mysql: (insert) => insert.onDuplicateKeyUpdate((row) => ({ digest: row.ref('digest') })),
} satisfies Record<Kind, (insert: Insert) => Insert>;

/** Stores a text once, however often and by however many at a time it is asked to. */
export async function storePalindrome({ db, kind }: Database, text: string, at: Date): Promise<void> {
  const digest = createHash('sha256').update(text).digest('hex');
  const insert = db.insertInto('palindromes').values({ digest, text, stored_at: at.getTime() });
  await asked(unlessThere[kind](insert).execute());
}

/** Newest first. */
export async function listPalindromes(
  { db }: Database,
  page: { readonly limit: number; readonly offset: number },
): Promise<readonly StoredPalindrome[]> {
  const query = db
    .selectFrom('palindromes')
    .select(['text', 'stored_at'])
    .orderBy('stored_at', 'desc')
    .orderBy('digest')
    .limit(page.limit)
    .offset(page.offset);
  const rows = await asked(query.execute());
  return rows.map((row) => ({ text: row.text, storedAt: new Date(Number(row.stored_at)).toISOString() }));
}

export async function countPalindromes({ db }: Database): Promise<number> {
  const count = db.selectFrom('palindromes').select((row) => row.fn.countAll().as('stored'));
  return Number((await asked(count.executeTakeFirstOrThrow())).stored);
}
