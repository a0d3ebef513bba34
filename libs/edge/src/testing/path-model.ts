/**
 * What the edge must do with a path, as decision 12 says it: read character by character, without any of the edge's own
 * expressions.
 */
export type Verdict = 'refused' | 'blocked' | 'asks for credentials' | 'forwarded';

export interface PathRules {
  readonly block: readonly string[];
  readonly protect: readonly string[];
}

/** `target` as in a request line. */
export function verdict({ block, protect }: PathRules, target: string): Verdict {
  const path = read(target.replace(/\?.*$/s, ''));
  if (!path || isAmbiguous(path)) return 'refused';
  if (block.some((rule) => covers(rule, path))) return 'blocked';
  return protect.some((rule) => covers(rule, path)) ? 'asks for credentials' : 'forwarded';
}

/** A character of a path, raw or escaped. */
interface Character {
  readonly text: string;
  readonly escaped: boolean;
}

/** Undefined when it is not well-formed. */
function read(path: string): Character[] | undefined {
  const parts = path.match(/(?:%[0-9A-Fa-f]{2})+|[^%]/gs) ?? [];
  if (!path.startsWith('/') || parts.join('') !== path) return undefined;
  try {
    const characters = parts.flatMap((part) =>
      [...decodeURIComponent(part)].map((text) => ({ text, escaped: part.startsWith('%') })),
    );
    return characters.every(isAllowed) ? characters : undefined;
  } catch {
    return undefined;
  }
}

const isAllowed = ({ text, escaped }: Character): boolean =>
  escaped ? !/[\p{Cc}\\]/u.test(text) : /^[!-~]$/.test(text) && !/[\\#?]/.test(text);

const isSlash = (character: Character | undefined): boolean => character?.text === '/';

const isAmbiguous = (path: readonly Character[]): boolean =>
  segmentsOf(path).some(isIdle) ||
  path.some((_, at) => isNestedEscape(path.slice(at, at + 4))) ||
  path.some(({ text }) => '／＼﹨℀℁℅℆'.includes(text));

function segmentsOf(path: readonly Character[]): Character[][] {
  const segments: Character[][] = [[]];
  for (const character of path) {
    if (isSlash(character)) segments.push([]);
    else segments.at(-1)?.push(character);
  }
  return segments.slice(1);
}

/** Nothing but dots and what nobody sees, or nothing before its first parameter. */
function isIdle(segment: readonly Character[]): boolean {
  const parameter = segment.findIndex(({ text }) => fold(text) === ';');
  const name = parameter < 0 ? segment : segment.slice(0, parameter);
  return segment.length > 0 && name.every(({ text }) => /^[. ]*$/.test(fold(text)));
}

function isNestedEscape([percent, ...digits]: readonly Character[]): boolean {
  const isHex = (digit: Character | undefined) =>
    digit !== undefined && (isLookalike(digit) || /^[0-9a-f]$/.test(fold(digit.text)));
  const [first, second] = /^u$/i.test(digits[0]?.text ?? '') ? digits.slice(1) : digits;
  return percent !== undefined && fold(percent.text) === '%' && isHex(first) && isHex(second);
}

/** What Unicode makes of it, without what nobody sees. */
const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{Default_Ignorable_Code_Point}\u1680]/gu, '')
    .replace(/\s/g, ' ');

const isFullWidth = ({ text }: Character): boolean => /^[\uff01-\uff5e]$/.test(text);

/** Beyond ASCII, yet ASCII or nothing once folded; in Turkish İ is the capital of i. */
const isLookalike = (character: Character): boolean =>
  character.text === 'İ' ||
  (character.text > '\x7f' &&
    !isFullWidth(character) &&
    [fold(character.text), fold(character.text.toUpperCase())].some((folded) => /^[ -~]*$/.test(folded)));

/** Where in the path something ends that begins at `at`. */
type Part = (path: readonly Character[], at: number) => readonly number[];

function covers(rule: string, path: readonly Character[]): boolean {
  const names = rule.split('/').filter((name) => name !== '');
  if (names.length === 0) return true;
  const parts = names.flatMap((name, index) => [index === 0 ? lead : between, slashes, trimmed, alike(name)]);
  return ends(parts, path, 0).some((at) => at === path.length || isMark(path[at]) || isSlash(path[at]));
}

/** All places that the parts, one after the other, can end at. */
function ends(parts: readonly Part[], path: readonly Character[], from: number): readonly number[] {
  return parts.reduce<readonly number[]>(
    (starts, part) => [...new Set(starts.flatMap((at) => part(path, at)))],
    [from],
  );
}

const isMark = (character: Character | undefined): boolean =>
  character !== undefined && !/^[A-Za-z0-9_/-]$/.test(character.text);

/** From `at`, and after each character that is `such`, as long as they are. */
function along(such: (character: Character) => boolean): Part {
  return (path, at) => {
    const places = [at];
    for (let next = at; next < path.length && such(path[next] as Character); next++) places.push(next + 1);
    return places;
  };
}

const slashes: Part = (path, at) => along(isSlash)(path, at).slice(1);

/** Spaces and dots in front of a name. */
const trimmed: Part = along(({ text }) => text === ' ' || text === '.' || text === '．');

const withinSegment: Part = along(({ text, escaped }) => text !== '/' || escaped);

/** Everything up to a script's name, and hosts of addresses without their scheme; or one of them, or nothing. */
const lead: Part = (path, at) => {
  const places = new Set([at, ...scriptEnds(path, at)]);
  for (const place of places) {
    for (const end of ends([twoSlashes, withinSegment], path, place)) places.add(end);
  }
  return [...places];
};

const twoSlashes: Part = (path, at) => slashes(path, at).slice(1);

const scriptEnds: Part = (path, from) =>
  path
    .flatMap((_, at) => (at >= from + 4 && isScript(path, at) ? ends([rest], path, at) : []))
    .concat(path.length >= from + 4 && isScript(path, path.length) ? [path.length] : []);

const isScript = (path: readonly Character[], end: number): boolean =>
  path
    .slice(end - 4, end)
    .map((character) => (isLookalike(character) ? character.text : fold(character.text)))
    .join('') === '.php';

/** Parameters and whatever else does not belong to the name. */
const rest: Part = (path, at) => [at, ...(isMark(path[at]) ? withinSegment(path, at + 1) : [])];

/** The rest of a segment, and scripts. */
const between: Part = (path, at) => {
  const places = new Set(rest(path, at));
  for (const place of places) {
    for (const end of ends([slashes, script], path, place)) places.add(end);
  }
  return [...places];
};

const script: Part = (path, at) =>
  withinSegment(path, at)
    .filter((end) => end >= at + 4 && isScript(path, end))
    .flatMap((end) => rest(path, end));

const alike =
  (name: string): Part =>
  (path, at) => [
    ...(isSpelt(name, path, at) ? [at + [...name].length] : []),
    ...disguisedEnds(name, path, at),
  ];

const isSpelt = (name: string, path: readonly Character[], at: number): boolean =>
  [...name].every((letter, index) => {
    const character = path[at + index];
    if (!character || isLookalike(character)) return false;
    return fold(character.text) === letter.toLowerCase();
  });

/** Lookalikes, at least one, among the rule's letters and whatever else was written in an unusual way. */
function disguisedEnds(name: string, path: readonly Character[], at: number): readonly number[] {
  const isOfIt = (character: Character) =>
    isLookalike(character) ||
    /^[\uff00-\uff7f]$/.test(character.text) ||
    (character.escaped ? character.text < '\x80' : name.toLowerCase().includes(character.text.toLowerCase()));
  const first = path.findIndex((character, index) => index >= at && isLookalike(character));
  return along(isOfIt)(path, at).filter((end) => first >= at && end > first);
}
