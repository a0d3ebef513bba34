import { createDatabase } from './create-database.ts';
import { readEnvironment } from './environment.ts';
import { runCommand } from './mistake.ts';

runCommand(() => createDatabase(readEnvironment(process.env).database));
