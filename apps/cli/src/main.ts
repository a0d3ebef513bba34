#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { listenForInterruption } from './interruption.ts';
import { stateFolder } from './workspace.ts';

listenForInterruption();
// reading the sources is most of what a short command costs
enableCompileCache(join(stateFolder, 'compile-cache'));
const { explain, makeProgram } = await import('./program.ts');
try {
  await makeProgram().parseAsync();
} catch (error) {
  process.exitCode = explain(error, process.argv);
} finally {
  const { disconnect } = await import('./connections.ts');
  await disconnect();
}
