/** What is wrong with a value: the rule it breaks and what to write instead. */
export interface Flaw {
  readonly rule: string;
  readonly fix: string;
}

/** A flaw and where it is. `got` is left out where there is no value, or where the value is nobody's business. */
export interface Mistake extends Flaw {
  readonly path: readonly PropertyKey[];
  readonly got?: unknown;
}

const longestValue = 80;
const deepestValue = 3;

/** `services.palindrom.block[0]: must start with "/" (got "admin"); write "/admin"`. */
export function wordMistake(mistake: Mistake): string {
  const got = 'got' in mistake ? ` (got ${display(mistake.got)})` : '';
  return `${wordPath(mistake.path)}: ${mistake.rule}${got}; ${mistake.fix}`;
}

/** `services.api.hosts[0]`, `services["my api"].port`; `platform` for the whole. */
export function wordPath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'platform';
  return path.map(wordSegment).join('').replace(/^\./, '');
}

/** A value as one would write it in the config, shortened to fit a line. */
export function display(value: unknown): string {
  const text = writeLiteral(value);
  return text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text;
}

function wordSegment(segment: PropertyKey): string {
  if (typeof segment === 'number') return `[${segment}]`;
  const key = String(segment);
  return /^[\w-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function writeLiteral(value: unknown, depth = 0): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return 'a function';
  if (value === null || typeof value !== 'object') return String(value);
  // deep enough to recognise the value, and an end for one that contains itself
  if (depth === deepestValue) return '…';
  if (Array.isArray(value)) return `[${value.map((each) => writeLiteral(each, depth + 1)).join(', ')}]`;
  const entries = Object.entries(value).map(([key, each]) => `${key}: ${writeLiteral(each, depth + 1)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
