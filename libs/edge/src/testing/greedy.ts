/**
 * The paths that an application may take a request's target for, when it does to it, in any order and more than once,
 * what some framework or server does.
 */
export function greedyReadings(target: string): ReadonlySet<string> {
  const path = target.replace(/\?.*/s, '');
  const readings = new Set([path, ...afterScripts(path)]);
  for (const reading of readings) {
    if (readings.size > most) break;
    for (const step of steps) readings.add(step(reading));
  }
  return readings;
}

/** Whether some such application would run what lies at `rule` or below it. */
export const greedilyReaches = (rule: string, target: string): boolean =>
  [...greedyReadings(target)].some((reading) => isBelow(rule, reading));

/** Compares whole names. */
export function isBelow(rule: string, path: string): boolean {
  const [names, segments] = [segmentsOf(rule.toLowerCase()), segmentsOf(path.toLowerCase())];
  return names.every((name, index) => name === segments[index]);
}

const segmentsOf = (path: string): string[] => path.split('/').filter((segment) => segment !== '');

/** No real path comes near it. */
const most = 2000;

type Step = (path: string) => string;

/** One name, and the script's own path left out: `/index.php/admin`. */
const afterScripts = (path: string): string[] =>
  [path, percentDecoded(path), percentDecoded(percentDecoded(path))].flatMap((text) =>
    [...text.matchAll(/\.php(?:;[^/]*)?(?=\/)/gi)].map((found) => text.slice(found.index + found[0].length)),
  );

/** As UTF-8 without regard to length; bytes that are no UTF-8 as Latin-1. */
const percentDecoded: Step = (path) =>
  path
    .replace(/%u([0-9a-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/(?:%[0-9a-f]{2})+/gi, (escapes) =>
      decodedBytes(Buffer.from(escapes.replaceAll('%', ''), 'hex')),
    );

function decodedBytes(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? overlong(bytes.toString('latin1')) : text;
}

/** `\xc0\xaf` and `\xe0\x80\xaf` are a slash to a decoder that does not look at the length. */
const overlong: Step = (text) =>
  text
    .replace(/[\xc0\xc1][\x80-\xbf]/g, (two) => character(two, 0x1f))
    .replace(/\xe0[\x80-\x81][\x80-\xbf]/g, (three) => character(three, 0x0f))
    .replace(/\xf0\x80[\x80-\x81][\x80-\xbf]/g, (four) => character(four, 0x07));

const character = (bytes: string, mask: number): string =>
  String.fromCharCode(
    [...bytes].reduce(
      (code, byte, index) => (index ? (code << 6) | (byte.charCodeAt(0) & 0x3f) : byte.charCodeAt(0) & mask),
      0,
    ),
  );

const steps: readonly Step[] = [
  percentDecoded,
  (path) => path.normalize('NFKC'),
  (path) => path.toLowerCase(),
  (path) => path.toUpperCase(),
  (path) => path.replaceAll('\\', '/'),
  (path) => path.replace(/\/{2,}/g, '/'),
  // matrix parameters
  (path) => path.replace(/;[^/]*/g, ''),
  resolved,
  // a query or fragment that was escaped, and what C takes for the end
  (path) => path.replace(/[?#\0].*$/s, ''),
  (path) => path.replace(/[\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, ''),
  // names as Windows has them
  (path) =>
    path
      .split('/')
      .map((segment) => segment.replace(/[. ]+$/, ''))
      .join('/'),
  (path) =>
    path
      .split('/')
      .map((segment) => segment.trim())
      .join('/'),
  // dots and spaces at both ends, as some trim them with slashes
  (path) =>
    path
      .split('/')
      .map((segment) => segment.replace(/^[. ]+|[. ]+$/g, ''))
      .join('/'),
  // formats
  (path) => path.replace(/\.[a-z0-9]+$/i, ''),
  asAddress,
];

/** Without dot segments. */
function resolved(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.splice(Math.max(1, kept.length - 1));
    else if (segment !== '.') kept.push(segment);
  }
  return kept.join('/') || '/';
}

/** As `new URL(target, base)` takes it. */
function asAddress(path: string): string {
  try {
    return new URL(path, 'http://base').pathname;
  } catch {
    return path;
  }
}
