import { anyOf, escaped, hex, isAscii, quote, writings } from './escape.ts';
import { fullWidth, lookalike } from './lookalikes.ts';

/**
 * Expression for the whole of a request's path, without its query, that some application may take for `path` or for
 * something below it. It presumes what the edge has refused before: paths without a normal form.
 */
export const pathPattern = (path: string): string => {
  const segments = path.split('/').filter((segment) => segment !== '');
  return segments.length === 0 ? everything : `(?is:${below(segments.map(decoded))})`;
};

/** The same for a path with its query. */
export const targetPattern = (path: string): string => `${pathPattern(path)}(?s:\\?.*)?`;

// no path has a "?", and so no rule reads on into a query
const anything = '[^?]*';

const withinSegment = '[^/?]*';

const everything = `(?is:${anything})`;

const below = (segments: readonly string[]): string =>
  `${lead}${segments.map((segment) => gap + alike(segment)).join(rest + scripts)}(?:${anyOf(mark, slash)}${anything})?`;

const slash = anyOf(...writings('/'));

/** Ends a segment's name: `/admin` is not `/administrator`, yet `/admin;x` and `/admin.json` are `/admin`. */
const mark = anyOf('[^%/?A-Za-z0-9_-]', `%(?:[018-9a-f]${hex}|2[0-9a-ce]|3[a-f]|[46]0|5[b-e]|7[b-f])`);

/** What may follow the name within its segment. */
const rest = `(?:${mark}${withinSegment})?`;

/** A segment's name in all its spellings. */
const alike = (name: string): string => anyOf([...name].map(spelling).join(''), disguised(name));

const spelling = (character: string): string => anyOf(...writings(character), ...fullWidth(character));

/** With a lookalike it may stand for any of the letters, or for several: their order cannot be told. */
function disguised(name: string): string {
  const letters = quote([...new Set(name)].filter(isAscii).join(''));
  const letter = anyOf(`[${letters}]`, escaped(`[2-7]${hex}`), escaped(`ef b[cd] ${hex}{2}`));
  return `(?:${letter}*${lookalike})+${letter}*`;
}

// PHP hands what follows a script's name to the script
const script = `${withinSegment}${[...'.php'].map(spelling).join('')}${rest}`;

const scripts = `(?:${slash}+${script})*`;

// those who resolve `//x/admin` as an address take `x` for a host
const lead = `(?:${anything}${script})?(?:${slash}{2,}${withinSegment})*`;

/** Before each segment of a rule: some cut off spaces and dots in front as well. */
const gap = `${slash}+${anyOf(...writings(' '), ...writings('.'), ...fullWidth('.'))}*`;

/** A rule may be written with escapes. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
