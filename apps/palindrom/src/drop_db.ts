import { runDatabaseCommand } from './database-command.ts';
import { dropDatabase } from './drop-database.ts';

runDatabaseCommand(dropDatabase);
