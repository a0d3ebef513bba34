import type { Outcome } from './process.ts';

/**
 * Whether a build failed because an image was removed at that moment which shares a layer with it: the agent lets old
 * ones go meanwhile. Seen with the classic builder once in some 30 releases without a pause; the next try begins anew.
 */
export function hasLostLayer({ exitCode, all }: Pick<Outcome, 'exitCode' | 'all'>): boolean {
  return (
    exitCode !== 0 && /unable to find image "sha256:|No such image: sha256:|layer does not exist/.test(all)
  );
}
