// The check of migrations is in `./migrations.ts`: the agent's bundle carries neither linter nor parser.
export { databaseUri } from './database-uri.ts';
export { type PasswordOf, PostgresDatabases } from './postgres-databases.ts';
export type { RunInServer } from './snapshot.ts';
