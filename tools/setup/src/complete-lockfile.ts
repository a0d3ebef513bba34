import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { completeLockFile } from './lockfile.ts';
import { workspacePath } from './paths.ts';
import { writeWhole } from './whole-file.ts';

const path = join(workspacePath, 'package-lock.json');
writeWhole(path, `${JSON.stringify(completeLockFile(JSON.parse(readFileSync(path, 'utf8'))), null, 2)}\n`);
