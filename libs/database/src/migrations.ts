export { type BreakingChange, findBreakingChanges } from './breaking-changes/find.ts';
export {
  compareMigrations,
  irreversibleReason,
  type MigrationChanges,
  type MigrationFile,
  type MigrationFolder,
  readMigrations,
  type SqlFile,
} from './migration-files.ts';
