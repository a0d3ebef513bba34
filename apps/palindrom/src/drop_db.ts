import { dropDatabase } from './drop-database.ts';
import { readEnvironment } from './environment.ts';
import { runCommand } from './mistake.ts';

runCommand(() => dropDatabase(readEnvironment(process.env).database));
