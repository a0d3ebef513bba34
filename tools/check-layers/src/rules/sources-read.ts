import type { Workspace } from '../workspace.ts';

/** Nx leaves out what sources import, without a word, where it cannot use TypeScript. */
export function sourcesRead({ sourcesRead }: Workspace): string[] {
  if (sourcesRead) return [];
  return [
    'nx.json: Nx has read no import from any source file, so its graph is not to be trusted; ' +
      'keep @nx/js in the root package.json and TypeScript at a version that Nx can use',
  ];
}
