import type { TargetConfiguration } from '@nx/devkit';

export const lintTarget: TargetConfiguration = {
  command: 'biome check {projectRoot}',
  cache: true,
  inputs: ['default', '{workspaceRoot}/biome.json', { externalDependencies: ['@biomejs/biome'] }],
  outputs: [],
  metadata: {
    technologies: ['biome'],
    description: 'Checks format and lint rules; `npx biome check --write` mends.',
  },
};
