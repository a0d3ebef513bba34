import { expect, test } from 'vitest';
import { findBreakingChanges } from './find.ts';

const rulesOf = async (sql: string, earlier = '') =>
  (await findBreakingChanges([{ name: '2.sql', sql }], [{ name: '1.sql', sql: earlier }])).map(
    ({ rule }) => rule,
  );

test.each([
  ['drop-column', 'ALTER TABLE note DROP COLUMN text'],
  ['rename-column', 'ALTER TABLE note RENAME COLUMN a TO b'],
  ['rename-table', 'ALTER TABLE note RENAME TO notes'],
  ['drop-table', 'DROP TABLE gone'],
  ['change-column-type', 'ALTER TABLE note ALTER COLUMN c TYPE bigint'],
  ['required-column', 'ALTER TABLE note ADD COLUMN d int NOT NULL'],
  ['rewriting-column', 'ALTER TABLE note ADD COLUMN e uuid NOT NULL DEFAULT gen_random_uuid()'],
  ['rewriting-column', 'ALTER TABLE note ADD COLUMN e3 timestamptz DEFAULT clock_timestamp()'],
  ['set-not-null', 'ALTER TABLE note ALTER COLUMN f SET NOT NULL'],
  ['index-blocks', 'CREATE INDEX note_f ON note (f)'],
  ['index-blocks', 'CREATE UNIQUE INDEX note_g ON note (g)'],
  ['unique-constraint', 'ALTER TABLE note ADD CONSTRAINT u UNIQUE (x)'],
  ['unique-constraint', 'ALTER TABLE note ADD UNIQUE (x)'],
  ['foreign-key', 'ALTER TABLE note ADD CONSTRAINT fk FOREIGN KEY (x) REFERENCES other (id)'],
  ['foreign-key', 'ALTER TABLE note ADD COLUMN oid int REFERENCES other (id)'],
  ['check-constraint', 'ALTER TABLE note ADD CONSTRAINT ck CHECK (x > 0)'],
  ['drop-default', 'ALTER TABLE note ALTER COLUMN x DROP DEFAULT'],
  ['rename', "ALTER TYPE mood RENAME VALUE 'a' TO 'b'"],
  ['rename', 'ALTER TYPE mood RENAME TO mood2'],
  ['drop-view', 'DROP VIEW seen'],
  ['drop-type', 'DROP TYPE mood'],
  ['drop-schema', 'DROP SCHEMA s'],
  ['drop-function', 'DROP FUNCTION f()'],
  ['drop-sequence', 'DROP SEQUENCE sq'],
  ['empty-table', 'TRUNCATE note'],
  ['delete-all', 'DELETE FROM note'],
  ['update-all', 'UPDATE note SET x = 1'],
  ['drop-database', 'DROP DATABASE api'],
  ['move', 'ALTER TABLE note SET SCHEMA other'],
  ['rename', 'ALTER SCHEMA a RENAME TO b'],
  ['rename', 'ALTER VIEW v RENAME TO w'],
  ['rewriting-column', 'ALTER TABLE note ADD COLUMN s bigserial'],
  ['rewriting-column', 'ALTER TABLE note ADD COLUMN g int GENERATED ALWAYS AS (x * 2) STORED'],
  ['primary-key', 'ALTER TABLE note ADD PRIMARY KEY (id)'],
  ['rewrites-table', 'VACUUM FULL note'],
  ['rewrites-table', 'CLUSTER note'],
  ['reindex-blocks', 'REINDEX TABLE note'],
  ['lock-table', 'LOCK TABLE note'],
  ['exclusion-constraint', 'ALTER TABLE note ADD EXCLUDE USING gist (r WITH &&)'],
  ['domain-constraint', 'ALTER DOMAIN dm ADD CONSTRAINT c CHECK (value > 0)'],
  ['hidden-change', "DO $$ BEGIN EXECUTE 'DROP TABLE note'; END $$"],
  ['detach-partition-blocks', 'ALTER TABLE note DETACH PARTITION p'],
  ['refresh-blocks', 'REFRESH MATERIALIZED VIEW mv'],
  ['unique-constraint', 'ALTER TABLE note ADD COLUMN y int UNIQUE'],
  ['rewriting-column', 'ALTER TABLE note ADD COLUMN z bigint GENERATED ALWAYS AS IDENTITY'],
  ['drop-not-null', 'ALTER TABLE note ALTER COLUMN z DROP NOT NULL'],
  ['drop-column', 'ALTER TYPE comp DROP ATTRIBUTE a'],
  ['primary-key', 'ALTER TABLE note ADD COLUMN y2 int PRIMARY KEY'],
  ['check-constraint', 'ALTER TABLE note ADD COLUMN y3 int CHECK (y3 > 0)'],
  ['change-column-type', 'ALTER TABLE note ALTER COLUMN c TYPE text'],
  ['empty-table', 'TRUNCATE note CASCADE'],
  ['drop-column', 'ALTER TABLE note DROP COLUMN q'],
])('%s: %s', async (rule, statement) => {
  expect(await rulesOf(`${statement};`)).toEqual([rule]);
});

test.each([
  'ALTER TABLE note ADD COLUMN d int',
  'ALTER TABLE note ADD COLUMN d int NOT NULL DEFAULT 7',
  'CREATE INDEX CONCURRENTLY note_h ON note (h)',
  'ALTER TABLE note ADD CONSTRAINT ck CHECK (x > 0) NOT VALID',
  'ALTER TABLE note VALIDATE CONSTRAINT ck',
  'ALTER TABLE note ADD CONSTRAINT u UNIQUE USING INDEX note_g',
  'DELETE FROM note WHERE id = 1',
  "INSERT INTO note (text) VALUES ('DROP TABLE note')",
  'CREATE TABLE other (id int PRIMARY KEY, note int REFERENCES note (id))',
  'DO $$ BEGIN PERFORM 1; END $$',
])('fine: %s', async (statement) => {
  expect(await rulesOf(`${statement};`)).toEqual([]);
});

test('what the same files have made may be changed', async () => {
  const files = [
    { name: '1.sql', sql: 'CREATE TABLE public.fresh (a int); CREATE VIEW seen AS SELECT 1;' },
    {
      name: '2.sql',
      sql: 'CREATE INDEX ON fresh (a); ALTER TABLE fresh DROP COLUMN a; DROP VIEW seen; DROP VIEW old;',
    },
  ];
  const found = await findBreakingChanges(files);
  expect(found.map(({ file, statement }) => [file, statement])).toEqual([['2.sql', 'DROP VIEW old']]);
});

test('what may have been there before is nothing new', async () => {
  const sql = 'CREATE TABLE IF NOT EXISTS note (a int); ALTER TABLE note DROP COLUMN a;';
  expect(await rulesOf(sql)).toEqual([]);
  expect(await rulesOf(sql, 'CREATE TABLE note (a int);')).toEqual(['drop-column']);
});

test('a finding says where, what, why and what to write instead', async () => {
  const sql = "-- é\nSELECT 'ü';\n\nALTER TABLE note\n  DROP COLUMN text;\n-- migrate:down\nDROP TABLE note;";
  expect(await findBreakingChanges([{ name: 'a/1.sql', sql }])).toEqual([
    {
      file: 'a/1.sql',
      line: 4,
      rule: 'drop-column',
      statement: 'ALTER TABLE note DROP COLUMN text',
      why: 'the old release still reads and writes the column',
      instead: 'release code that does not need it first, and leave this to a later release',
    },
  ]);
});

test('what is no SQL is found with its line', async () => {
  const found = await findBreakingChanges([{ name: '1.sql', sql: 'SELECT 1;\nDROP TABEL note;' }]);
  expect(found).toMatchObject([{ line: 2, rule: 'not-sql', statement: 'DROP TABEL note;' }]);
});
