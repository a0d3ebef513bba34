import { createDatabase } from './create-database.ts';
import { runDatabaseCommand } from './database-command.ts';

runDatabaseCommand(createDatabase);
