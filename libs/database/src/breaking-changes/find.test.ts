import { expect, test } from 'vitest';
import { findBreakingChanges } from './find.ts';
import { lint } from './linter.ts';

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
  ['drop-table', "DO $$ BEGIN EXECUTE 'DROP TABLE note'; END $$"],
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
  ['drop-extension', 'DROP EXTENSION IF EXISTS pgcrypto'],
  ['drop-key', 'ALTER TABLE note DROP CONSTRAINT note_pkey'],
  ['drop-view', 'DROP MATERIALIZED VIEW mv'],
  ['drop-default', 'ALTER TABLE note ALTER COLUMN g DROP EXPRESSION'],
  ['rename', 'ALTER TYPE comp RENAME ATTRIBUTE a TO b'],
  ['rename', 'ALTER SEQUENCE sq RENAME TO sq2'],
  ['rename', 'ALTER FUNCTION f() RENAME TO g'],
  ['change-column-type', 'ALTER TYPE comp ALTER ATTRIBUTE a TYPE text'],
  ['move', 'ALTER FUNCTION f() SET SCHEMA other'],
  ['set-not-null', 'ALTER TABLE note ADD CONSTRAINT n NOT NULL x'],
  ['domain-constraint', 'ALTER DOMAIN dm SET NOT NULL'],
  ['drop-index-blocks', 'DROP INDEX note_f'],
  ['rewrites-table', 'ALTER TABLE note SET TABLESPACE other'],
  ['rewrites-table', 'ALTER TABLE note SET ACCESS METHOD heap2'],
  ['rewrites-table', 'ALTER TABLE note SET UNLOGGED'],
  ['identity-always', 'ALTER TABLE note ALTER COLUMN x ADD GENERATED ALWAYS AS IDENTITY'],
  ['identity-always', 'ALTER TABLE note ALTER COLUMN x SET GENERATED ALWAYS SET CACHE 5'],
  ['required-column', 'ALTER TABLE note ADD COLUMN d int DEFAULT NULL NOT NULL'],
  ['change-owner', 'REASSIGN OWNED BY api TO other'],
  ['change-owner', 'ALTER SCHEMA s OWNER TO other'],
  ['change-owner', 'ALTER FUNCTION f() OWNER TO other'],
  ['drop-table', 'DROP SERVER far CASCADE'],
  ['force-row-security', 'ALTER TABLE note FORCE ROW LEVEL SECURITY'],
])('%s: %s', async (rule, statement) => {
  expect(await rulesOf(`${statement};`)).toEqual([rule]);
});

test.each([
  'ALTER TABLE note ADD COLUMN d int',
  'ALTER TABLE note ADD COLUMN IF NOT EXISTS d int',
  'ALTER TABLE note ADD COLUMN d int NOT NULL DEFAULT 7',
  'ALTER TABLE note ADD COLUMN d timestamptz NOT NULL DEFAULT now()',
  "ALTER TABLE note ADD COLUMN d text DEFAULT '' NOT NULL, ADD COLUMN e jsonb",
  'ALTER TABLE "drop column"."rename" ADD COLUMN "NOT NULL" int',
  'ALTER TABLE note ALTER COLUMN d SET DEFAULT 7',
  'ALTER TABLE note ADD COLUMN d int DEFAULT NULL',
  'ALTER TABLE note ALTER COLUMN d ADD GENERATED BY DEFAULT AS IDENTITY',
  'ALTER TABLE note ALTER COLUMN d SET GENERATED BY DEFAULT',
  'CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1; ALTER FUNCTION f() OWNER TO other',
  'ALTER TABLE note ALTER COLUMN d SET STATISTICS 1000',
  'ALTER TABLE note ADD CONSTRAINT ck CHECK (x > 0) NOT VALID',
  'ALTER TABLE note ADD CONSTRAINT fk FOREIGN KEY (x) REFERENCES other (id) NOT VALID',
  'ALTER TABLE note VALIDATE CONSTRAINT ck',
  'ALTER TABLE note DROP CONSTRAINT note_check',
  'ALTER TABLE note RENAME CONSTRAINT ck TO check_x',
  'ALTER TABLE note ADD CONSTRAINT u UNIQUE USING INDEX note_g',
  'ALTER TABLE note SET (fillfactor = 70)',
  'ALTER TABLE note ENABLE ROW LEVEL SECURITY',
  'ALTER TABLE note DETACH PARTITION p CONCURRENTLY',
  'ALTER INDEX note_g RENAME TO note_h',
  "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'calm' AFTER 'sad'",
  'ALTER SEQUENCE sq OWNED BY note.id',
  'CREATE INDEX CONCURRENTLY IF NOT EXISTS note_h ON note (h)',
  'CREATE UNIQUE INDEX CONCURRENTLY note_g ON note (lower(g)) WHERE g IS NOT NULL',
  'DROP INDEX CONCURRENTLY IF EXISTS note_h',
  'REINDEX INDEX CONCURRENTLY note_h',
  'REFRESH MATERIALIZED VIEW CONCURRENTLY mv',
  'CREATE TABLE other (id int PRIMARY KEY, note int REFERENCES note (id))',
  'CREATE TABLE IF NOT EXISTS other (id bigserial PRIMARY KEY, name text UNIQUE NOT NULL CHECK (name <> $$$$))',
  'CREATE TABLE other AS SELECT * FROM note',
  "CREATE TYPE mood AS ENUM ('sad', 'happy')",
  'CREATE OR REPLACE VIEW seen AS SELECT 1 AS one',
  "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
  'CREATE EXTENSION IF NOT EXISTS pgcrypto',
  'CREATE SCHEMA IF NOT EXISTS reports',
  'CREATE TRIGGER t AFTER INSERT ON note FOR EACH ROW EXECUTE FUNCTION f()',
  'DROP TRIGGER IF EXISTS t ON note',
  'GRANT SELECT ON note TO developer',
  "COMMENT ON COLUMN note.text IS 'DROP COLUMN text'",
  'ANALYZE note',
  'VACUUM note',
  "SET lock_timeout = '2s'",
  'LOCK TABLE note IN ROW EXCLUSIVE MODE',
  'DELETE FROM note WHERE id = 1',
  'DELETE FROM note USING other WHERE note.id = other.id',
  "UPDATE note SET text = '' WHERE text IS NULL AND id BETWEEN 1 AND 1000",
  "INSERT INTO note (text) VALUES ('DROP TABLE note'), (E'it\\'s; DROP TABLE note;')",
  'SELECT $$DROP TABLE note;$$, $q$; TRUNCATE note; $q$',
  '/* DROP TABLE note; /* nested */ TRUNCATE note; */ SELECT 1',
  '-- DROP TABLE note;\nSELECT 1',
  'DO $$ BEGIN PERFORM 1; END $$',
  "DO $$ BEGIN /* DROP TABLE note */ RAISE NOTICE 'drop table note'; END $$",
  'DO $$ BEGIN ALTER TABLE note ADD COLUMN a int; DELETE FROM note WHERE id = 1; END $$',
  "DO $$ BEGIN CREATE TYPE mood AS ENUM ('sad'); EXCEPTION WHEN duplicate_object THEN NULL; END $$",
])('fine: %s', async (statement) => {
  expect(await rulesOf(`${statement};`)).toEqual([]);
});

/** What stands in a file, and what is found with its line. */
const files: readonly (readonly [what: string, sql: string, found: readonly string[]])[] = [
  ['nothing', '', []],
  ['blanks', ' \n\t\n', []],
  ['comments', '-- later\n/* more */', []],
  ['a semicolon', ';', []],
  ['an editor’s mark', '\uFEFFDROP TABLE note;', ['drop-table@1']],
  ['line ends of Windows', 'SELECT 1;\r\nDROP TABLE note;\r\n', ['drop-table@2']],
  [
    'several changes in one statement',
    'ALTER TABLE note\n  DROP COLUMN IF EXISTS a,\n  ALTER COLUMN b SET NOT NULL,\n  ADD COLUMN c int NOT NULL;',
    ['drop-column@1', 'set-not-null@1', 'required-column@1'],
  ],
  [
    'what may not be there',
    'DROP TABLE IF EXISTS note CASCADE;\nALTER TABLE IF EXISTS note DROP COLUMN IF EXISTS a;\nDROP VIEW IF EXISTS seen;\nDROP INDEX IF EXISTS i;',
    ['drop-table@1', 'drop-column@2', 'drop-view@3', 'drop-index-blocks@4'],
  ],
  [
    'quoted names',
    'ALTER TABLE "Note" DROP COLUMN "Text";\nALTER TABLE U&"n\\006fte" RENAME COLUMN "a b" TO "c;d";',
    ['drop-column@1', 'rename-column@2'],
  ],
  [
    'a name that differs by its case alone from a new one',
    'CREATE TABLE note2 (a int);\nALTER TABLE NOTE2 DROP COLUMN a;\nALTER TABLE "Note2" DROP COLUMN a;',
    ['drop-column@3'],
  ],
  [
    'quotes of all kinds before a statement',
    "SELECT 'a''; DROP', E'\\'; DROP', $$; DROP$$, $a$ $b$ $$ $a$; DROP TABLE note; SELECT 'ü'; DROP VIEW seen;",
    ['drop-table@1', 'drop-view@1'],
  ],
  [
    'other letters on the line',
    "SELECT 'üüü😀üüü';ALTER TABLE note DROP COLUMN a;SELECT 1;",
    ['drop-column@1'],
  ],
  [
    'CONCURRENTLY in a transaction',
    'BEGIN;\nCREATE INDEX CONCURRENTLY i ON note (a);\nDROP INDEX CONCURRENTLY j;\nREINDEX TABLE CONCURRENTLY note;\nALTER TABLE note DETACH PARTITION p CONCURRENTLY;\nVACUUM note;\nCOMMIT;',
    ['in-transaction@2', 'in-transaction@3', 'in-transaction@4', 'in-transaction@5', 'in-transaction@6'],
  ],
  [
    'CONCURRENTLY in a transaction on what is new',
    'START TRANSACTION;\nCREATE TABLE other (a int);\nCREATE INDEX CONCURRENTLY ON other (a);\nROLLBACK;',
    ['in-transaction@3'],
  ],
  [
    'CONCURRENTLY between two transactions',
    'BEGIN;\nSELECT 1;\nCOMMIT;\nCREATE INDEX CONCURRENTLY i ON note (a);\nBEGIN;\nSAVEPOINT s;\nROLLBACK TO s;\nCOMMIT AND CHAIN;\nCREATE INDEX CONCURRENTLY j ON note (a);',
    ['in-transaction@9'],
  ],
  [
    'several statements in a DO block',
    'SELECT 1;\nDO $$\nDECLARE\n  n int;\nBEGIN\n  ALTER TABLE note DROP COLUMN a;\n  IF n > 0 THEN\n    UPDATE note SET x = n;\n    CREATE INDEX i ON note (a);\n  ELSE\n    TRUNCATE note;\n  END IF;\n  DELETE FROM note;\n  LOCK TABLE note;\n  CREATE INDEX CONCURRENTLY j ON note (a);\nEND\n$$;\nDROP VIEW seen;',
    [
      'drop-column@6',
      'update-all@8',
      'index-blocks@9',
      'empty-table@11',
      'delete-all@13',
      'lock-table@14',
      'in-transaction@15',
      'drop-view@18',
    ],
  ],
  ['a DO block in a string', "DO LANGUAGE plpgsql 'BEGIN DROP TABLE note; END'", ['drop-table@1']],
  [
    'a DO block that executes a text',
    "DO $$ BEGIN EXECUTE 'DROP VIEW ' || 'seen'; END $$",
    ['hidden-change@1'],
  ],
  [
    'a DO block that executes what it is given',
    "DO $$ DECLARE t text;\nBEGIN FOR t IN SELECT tablename FROM pg_tables LOOP\nEXECUTE format('DROP TABLE %I', t); END LOOP; END $$",
    ['hidden-change@1'],
  ],
  [
    'a DO block in another language',
    'DO LANGUAGE plperl $$ spi_exec_query("DROP TABLE note"); $$',
    ['hidden-change@1'],
  ],
  [
    'a type that a DO block makes where it is missing',
    "DO $$ BEGIN CREATE TYPE mood AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;\nALTER TYPE mood RENAME VALUE 'a' TO 'b';",
    [],
  ],
  [
    'changes in a WITH clause',
    'WITH gone AS (DELETE FROM note RETURNING *), done AS (UPDATE other SET a = 1)\nINSERT INTO log SELECT * FROM gone;',
    ['delete-all@1', 'update-all@1'],
  ],
  [
    'conditions that exclude nothing',
    'DELETE FROM note WHERE true;\nUPDATE note SET a = 1 WHERE 1 = 1;\nUPDATE note SET a = 1 FROM other;',
    ['delete-all@1', 'update-all@2', 'update-all@3'],
  ],
  [
    'what the linter does not know',
    'ALTER VIEW seen RENAME COLUMN a TO b;\nALTER FOREIGN TABLE far DROP COLUMN a;\nALTER TABLE note ADD CONSTRAINT n NOT NULL a;\nALTER TABLE note OWNER TO other;\nDROP OWNED BY api;\nALTER TABLE note ALTER COLUMN g SET EXPRESSION AS (x * 3);\nALTER TABLE note ALTER COLUMN x DROP IDENTITY;',
    [
      'rename-column@1',
      'drop-column@2',
      'set-not-null@3',
      'change-owner@4',
      'drop-table@5',
      'rewrites-table@6',
      'drop-default@7',
    ],
  ],
  [
    'commands of psql that bring something in',
    "SELECT 1;\n\\i other.sql\nDROP TABLE note;\n\\ir it's.sql\n\\copy note FROM 'notes.csv'\n\\! rm -rf /\nSELECT 'DROP VIEW seen' \\gexec\nDROP VIEW seen;",
    [
      'psql-command@2',
      'drop-table@3',
      'psql-command@4',
      'psql-command@5',
      'psql-command@6',
      'psql-command@7',
      'drop-view@8',
    ],
  ],
  ['commands of psql that bring in nothing', "\\set ON_ERROR_STOP on\n\\echo it's on\nSELECT 1;\n\\q\n", []],
  ['a line of a string that looks like a command', "SELECT 'a\n\\i other.sql\n';", []],
  [
    'rows for COPY',
    'COPY note (a) FROM stdin;\n1\tDROP TABLE note;\n\\N\n\\.\nDROP VIEW seen;',
    ['drop-view@5'],
  ],
  [
    'a way back below it',
    '-- +goose Up\nALTER TABLE note ADD COLUMN a int;\n-- +goose Down\nALTER TABLE note DROP COLUMN a;',
    [],
  ],
  [
    'a way back below it, as other tools mark it',
    '-- Up Migration\nALTER TABLE note ADD COLUMN a int;\n-- Down Migration\nALTER TABLE note DROP COLUMN a;',
    [],
  ],
  [
    'a remark about the way back',
    '-- down migration is by hand\nALTER TABLE note DROP COLUMN a;\n-- !Downs\nDROP TABLE note;',
    ['drop-column@2'],
  ],
  ['a variable of psql', 'DROP TABLE :name;', ['not-sql@1']],
  ['a template', 'CREATE TABLE a (b int);\n{{#if x}}\nDROP TABLE note;\n{{/if}}', ['not-sql@2']],
  ['a statement that is not closed', "SELECT 1;\nSELECT 'open;\nDROP TABLE note;\n", ['not-sql@2']],
  ['depth without end', `SELECT ${'('.repeat(50_000)}1${')'.repeat(50_000)};`, ['not-sql@1']],
  [
    'another encoding',
    Buffer.from('SELECT 1;\n-- caf\xe9\nDROP TABLE note;', 'latin1').toString(),
    ['not-text@2'],
  ],
  ['sixteen bits a letter', Buffer.from('DROP TABLE note;', 'utf16le').toString(), ['not-text@1']],
  ['a zero byte, behind which Postgres does not read', 'SELECT 1;\n\0DROP TABLE note;', ['not-text@2']],
  ['no text at all', Buffer.from([0x1f, 0x8b, 8, 0, 0xff]).toString(), ['not-text@1']],
  [
    'more than is read',
    `${'INSERT INTO note VALUES (1);\n'.repeat(400_000)}DROP TABLE note;`,
    ['too-large@1'],
  ],
  [
    'one very long statement',
    `INSERT INTO note VALUES ${'(1),'.repeat(50_000)}(1);\nDROP TABLE note;`,
    ['drop-table@2'],
  ],
  [
    'a great many statements',
    `${"INSERT INTO note VALUES ('ü');\n".repeat(20_000)}DROP TABLE note;`,
    ['drop-table@20001'],
  ],
];

test.each(files)('a file with %s', { timeout: 120_000 }, async (_what, sql, found) => {
  const changes = await findBreakingChanges([{ name: '2.sql', sql }]);
  expect(changes.map(({ rule, line }) => `${rule}@${line}`)).toEqual(found);
  for (const { file, why, instead } of changes) {
    expect(file).toBe('2.sql');
    expect(why).not.toBe('');
    expect(instead).not.toBe('');
  }
});

test('a statement that the linter cannot read is told, and the others are checked all the same', () => {
  const texts = ['DROP TABEL note', 'DROP TABLE note', 'DROP'];
  const statements = texts.map((text) => ({ node: { DropStmt: {} }, text, line: 1 }));
  const said = lint(statements);
  expect(statements.map((each) => said.get(each))).toEqual([['unread'], ['drop-table'], ['unread']]);
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
