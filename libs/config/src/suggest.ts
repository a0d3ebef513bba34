import { closest, distance } from 'fastest-levenshtein';

const farthest = 3;

/** The known word that was most likely meant, if one is near enough. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const candidate = closest(word.toLowerCase(), known as string[]);
  const edits = distance(word.toLowerCase(), candidate.toLowerCase());
  return edits <= Math.min(farthest, candidate.length / 2) ? candidate : undefined;
}

/** `did you mean "replicas"?`, or all there is to choose from. */
export function suggest(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  if (meant !== undefined) return `did you mean "${meant}"?`;
  return `write one of ${known.join(', ')}`;
}
