/** Why a statement breaks a running old release or holds it up, and what to write instead. */
export interface Words {
  readonly why: string;
  readonly instead: string;
}

const later = 'release code that does not need it first, and leave this to a later release';
const stops = 'stops every read and write of the table while it runs';
const stopsWrites = 'stops every write to the table while it runs';

export const words = {
  'drop-column': { why: 'the old release still reads and writes the column', instead: later },
  'rename-column': {
    why: 'the old release asks for the column by its old name',
    instead: 'add a column, write both, and drop the old one in a later release',
  },
  'change-column-type': {
    why: `rewrites the table, which ${stops}, and the old release may read and write what no longer fits`,
    instead: 'add a column of the new type, fill it in batches, and drop the old one in a later release',
  },
  'required-column': {
    why: 'the old release writes rows without the column, and these are refused',
    instead: 'give it a constant default, or let it be null',
  },
  'rewriting-column': {
    why: `the value differs from row to row, so the table is rewritten, which ${stops}`,
    instead: 'add the column without it, set the default in a second statement, and fill old rows in batches',
  },
  'set-not-null': {
    why: `reads the whole table, which ${stops}, and the old release may still write null`,
    instead: 'add CHECK (… IS NOT NULL) NOT VALID, then VALIDATE CONSTRAINT, then SET NOT NULL',
  },
  'drop-not-null': {
    why: 'the new release may write null, which the old one does not expect',
    instead: later,
  },
  'drop-default': {
    why: 'the old release may write rows without the column and count on its default',
    instead: later,
  },
  'drop-key': {
    why: 'the old release may count on the key, as ON CONFLICT and foreign keys do',
    instead: later,
  },
  'drop-table': { why: 'the old release still reads and writes the table', instead: later },
  'drop-view': { why: 'the old release may still read the view', instead: later },
  'drop-type': { why: 'the old release may still use the type', instead: later },
  'drop-function': { why: 'the old release may still call the function', instead: later },
  'drop-sequence': { why: 'the old release may still draw from the sequence', instead: later },
  'drop-schema': { why: 'the old release may still use what is in the schema', instead: later },
  'drop-extension': { why: 'the old release may still use what the extension brings', instead: later },
  'drop-database': { why: 'the old release works in the database', instead: 'leave it' },
  rename: {
    why: 'the old release asks for it by its old name',
    instead: 'make a new one beside it, use both, and drop the old one in a later release',
  },
  'rename-table': {
    why: 'the old release asks for the table by its old name',
    instead: 'rename it and make a view of the old name in one transaction, or make a new table beside it',
  },
  move: {
    why: 'the old release looks for it in the old schema',
    instead: 'make a new one beside it, use both, and drop the old one in a later release',
  },
  'empty-table': {
    why: 'the old release still reads the rows, and they do not come back',
    instead: 'delete by a condition and in batches, or leave this to a later release',
  },
  'delete-all': {
    why: 'the old release still reads the rows, and they do not come back',
    instead: 'delete by a condition and in batches, or leave this to a later release',
  },
  'update-all': {
    why: 'locks every row until it is done, and the old release waits to write them',
    instead: 'update by a condition and in batches, each in a transaction of its own',
  },
  'index-blocks': {
    why: `building an index ${stopsWrites}`,
    instead: 'write CREATE INDEX CONCURRENTLY, outside a transaction',
  },
  'drop-index-blocks': {
    why: 'waits for every query on the table, and all that come later wait behind it',
    instead: 'write DROP INDEX CONCURRENTLY, outside a transaction',
  },
  'reindex-blocks': {
    why: `building an index again ${stopsWrites}`,
    instead: 'write REINDEX … CONCURRENTLY, outside a transaction',
  },
  'unique-constraint': {
    why: `building its index ${stops}`,
    instead: 'write CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … UNIQUE USING INDEX',
  },
  'primary-key': {
    why: `building its index ${stops}`,
    instead: 'write CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … PRIMARY KEY USING INDEX',
  },
  'foreign-key': {
    why: 'reads the whole table, which stops every write to both tables while it runs',
    instead: 'add it NOT VALID, then VALIDATE CONSTRAINT in a transaction of its own',
  },
  'check-constraint': {
    why: `reads the whole table, which ${stops}`,
    instead: 'add it NOT VALID, then VALIDATE CONSTRAINT in a transaction of its own',
  },
  'exclusion-constraint': {
    why: `building its index ${stops}`,
    instead: 'put it on a new table, and move the rows there in batches',
  },
  'domain-constraint': {
    why: 'reads every table that has the domain, and the old release may write what it refuses',
    instead: 'put a constraint on the column, NOT VALID, and validate it in a transaction of its own',
  },
  'detach-partition-blocks': {
    why: `detaching ${stops}`,
    instead: 'write DETACH PARTITION … CONCURRENTLY',
  },
  'rewrites-table': {
    why: `rewrites the table, which ${stops}`,
    instead: 'make a new table, and move the rows there in batches',
  },
  'lock-table': {
    why: 'the old release waits until the lock is given back',
    instead: 'lock the rows that are changed, or lower the lock mode',
  },
  'refresh-blocks': {
    why: 'stops every read of the view while it runs',
    instead: 'write REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index on the view',
  },
  'force-row-security': {
    why: 'the old release no longer sees rows that no policy shows to it',
    instead: 'add the policies first, and force them in a later release',
  },
  'hidden-change': {
    why: 'what the DO block puts together and executes cannot be read before it runs',
    instead: 'write the statement itself, so that it is checked',
  },
  'in-transaction': {
    why: 'Postgres refuses it in a transaction, so the migration ends here and the release with it',
    instead:
      'put it into a file of its own, without BEGIN, and tell the migration tool to open no transaction',
  },
  'change-owner': {
    why: 'the old release may lose its rights to it',
    instead: 'grant the new owner what it needs, and leave this to a later release',
  },
  'not-sql': {
    why: 'Postgres would not read this file, and nothing else in it was checked',
    instead: 'mend the statement; what a template makes cannot be checked',
  },
  'not-text': {
    why: 'the file is no text in UTF-8, and nothing in it was checked',
    instead: 'save it in UTF-8, for example with iconv -f latin1 -t utf-8',
  },
  'psql-command': {
    why: 'this is a command to psql, and what it brings in cannot be checked',
    instead: 'write the SQL itself into a file of this folder',
  },
  'too-large': {
    why: 'the file is too large to be checked',
    instead: 'divide it: schema into one file, data into others or out of the migrations',
  },
  unread: {
    why: 'the linter cannot read this statement, and so nobody has checked it',
    instead: 'write it in another way, or look at it yourself',
  },
} satisfies Record<string, Words>;

export type Rule = keyof typeof words;
