import fc from 'fast-check';
import { escapesOf } from '../escape.ts';
import type { PathRules } from './path-model.ts';

/** Paths near those that the rules cover: their names in all spellings, among whatever servers take for nothing. */
export const anyPath = ({ block, protect }: PathRules): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        { weight: 6, arbitrary: spelling(...block, ...protect) },
        { weight: 5, arbitrary: separator },
        { weight: 2, arbitrary: nothing },
        { weight: 2, arbitrary: behind },
        { weight: 2, arbitrary: ordinary },
        { weight: 1, arbitrary: anyEscape },
        { weight: 1, arbitrary: printable },
      ),
      { minLength: 1, maxLength: 8 },
    )
    .map((parts) => `/${parts.join('')}`);

const separator = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('/', '//') },
  { weight: 3, arbitrary: fc.constantFrom('%2f', '%2F', '/%2f') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('\\', '%5c', '%252f', '%ef%bc%8f', '%c0%af', '/;/', '//host', '/index.php'),
  },
);

const nothing = fc.constantFrom(
  ...['.', '..', './', '../', '%2e', '%2E%2e', '%252e', '%20', ';', ';x', ';x=1/', '..;', '%3b', '%ef%bc%8e'],
  ...['\u00a0', '\u00ad', '\u200b', '\u2024', '\u2025', '\u3000', '\ufeff', '\ufe0f'].map(escapesOf),
);

const behind = fc.constantFrom(
  '.json',
  '.php',
  '.php/',
  ';v=1',
  '~',
  '+',
  ',',
  '%23',
  '%3f',
  '%00',
  '%0a',
  '?',
  '?/',
  '%25',
  '-',
  '_',
);

const ordinary = fc.oneof(
  fc.stringMatching(/^[a-z0-9_-]{1,4}$/),
  fc.constantFrom(...['ü', 'ñ', 'я', '日本', '（', '€', '😀', '–', 'é'].map(escapesOf)),
);

const hexDigit = fc.constantFrom(...'0123456789abcdefABCDEF');

const anyEscape = fc.tuple(hexDigit, hexDigit).map(([high, low]) => `%${high}${low}`);

/** Without a fragment, which ends the connection. */
const printable = fc.constantFrom(...'!"$%&\'()*+,-.:;<=>@[]^_`{|}~0aZ');

const spelling = (...rules: readonly string[]): fc.Arbitrary<string> =>
  fc
    .constantFrom(...rules.flatMap((rule) => [rule.slice(1), ...rule.slice(1).split('/')]))
    .chain((name) => fc.tuple(...[...name].map(letter)).map((letters) => letters.join('')));

/** Mostly as it is, or nobody would get past the first. */
const letter = (plain: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 40, arbitrary: fc.constant(plain) },
    { weight: 4, arbitrary: fc.constant(plain.toUpperCase()) },
    { weight: 4, arbitrary: fc.constantFrom(escapesOf(plain), escapesOf(plain.toUpperCase())) },
    { weight: 1, arbitrary: fc.constantFrom(...rarely(plain)) },
  );

const rarely = (plain: string): readonly string[] => [
  escapesOf(plain).replace('%', '%25'),
  ...alphabets.map((a) => escapesOf(String.fromCodePoint(plain.charCodeAt(0) - 'a'.charCodeAt(0) + a))),
  `${plain}${escapesOf('\u00ad')}`,
  escapesOf('ı'),
  escapesOf('ſ'),
  escapesOf('ﬁ'),
];

/** Where other forms of the letters begin with their `a`. */
const alphabets = [0xff41, 0xff21, 0x1d41a, 0x24d0];
