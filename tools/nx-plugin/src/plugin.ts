import { dirname } from 'node:path';
import type { CreateNodes, PreTasksExecution } from '@nx/devkit';
import { commandTargets } from './command-target.ts';
import { commandsOf } from './commands.ts';
import { lintTarget } from './lint.ts';
import { openProject } from './project.ts';
import { refuseUnknownTarget } from './refuse-unknown-target.ts';
import { readTargetNames } from './target-names.ts';

export const name = '@causeway/nx-plugin';

/** Infers `lint` for every project, and the command line's commands as Nx targets. */
export const createNodes: CreateNodes = [
  '{apps/*,libs/*,stacks,tools/*,vagrant}/package.json',
  async (files, _options, { workspaceRoot }) => {
    // linting must not depend on a platform config that can be loaded
    const targetNames = await readTargetNames(workspaceRoot).catch(() => ['local']);
    return files.map((file) => {
      const project = openProject(workspaceRoot, dirname(file));
      const targets = { lint: lintTarget, ...commandTargets(commandsOf(project), targetNames) };
      return [file, { projects: { [project.root]: { targets } } }];
    });
  },
];

export const preTasksExecution: PreTasksExecution = (_options, { argv, workspaceRoot }) =>
  refuseUnknownTarget(argv, () => readTargetNames(workspaceRoot));
