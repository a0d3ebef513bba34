#!/usr/bin/env node
import { listenForInterruption } from './interruption.ts';
import { explain, makeProgram } from './program.ts';

listenForInterruption();
try {
  await makeProgram().parseAsync();
} catch (error) {
  process.exitCode = explain(error, process.argv);
}
