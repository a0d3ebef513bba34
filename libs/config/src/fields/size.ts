import { text } from './field.ts';

const bytes: Record<string, number> = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };

/** Written as `512KiB`, `256MiB` or `1GiB`; read as bytes. The reason says what breaks below the floor. */
export function size({ min, reason }: { min: string; reason: string }) {
  return text(
    { is: 'a size with its unit', example: '256MiB', meant: meantSize, unit: 'size' },
    (written) => {
      if (!isSize(written)) {
        return {
          rule: 'must be a size: digits and KiB, MiB or GiB',
          fix: `write ${JSON.stringify(meantSize(written) ?? '256MiB')}`,
        };
      }
      if (readSize(written) < readSize(min))
        return { rule: `must be at least ${min}: ${reason}`, fix: `write "${min}" or more` };
      return undefined;
    },
  ).transform(readSize);
}

function isSize(written: string): boolean {
  return /^\d{1,9}(KiB|MiB|GiB)$/.test(written);
}

function readSize(written: string): number {
  const [, digits, unit = ''] = /^(\d+)(\D+)$/.exec(written) ?? [];
  return Number(digits) * (bytes[unit] ?? Number.NaN);
}

function meantSize(got: unknown): string | undefined {
  const [, digits, word = ''] = /^\s*(\d{1,9})\s*([a-z]*)\s*$/i.exec(String(got)) ?? [];
  if (digits === undefined) return undefined;
  return `${digits}${(/^[kg]/i.exec(word)?.[0] ?? 'M').toUpperCase()}iB`;
}
