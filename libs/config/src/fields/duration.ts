import { text } from './field.ts';

const milliseconds: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Written as `500ms`, `60s`, `2m` or `1h`; read as milliseconds. The reason says what a longer one costs. */
export function duration({ min, max, reason }: { min: string; max: string; reason: string }) {
  return text(
    { is: 'a duration with its unit', example: '60s', meant: meantDuration, unit: 'duration' },
    (written) => {
      if (!isDuration(written)) {
        return {
          rule: 'must be a duration: digits and ms, s, m or h',
          fix: `write ${JSON.stringify(meantDuration(written) ?? '60s')}`,
        };
      }
      if (readDuration(written) < readDuration(min))
        return { rule: `must be at least ${min}`, fix: `write "${min}" or more` };
      if (readDuration(written) > readDuration(max))
        return { rule: `must be at most ${max}: ${reason}`, fix: `write "${max}" or less` };
      return undefined;
    },
  ).transform(readDuration);
}

/** `90s` for 90000: the largest unit that stays whole. */
export function writeDuration(value: number): string {
  const [unit, size] = Object.entries(milliseconds).findLast(([, size]) => value % size === 0) ?? ['ms', 1];
  return `${value / size}${unit}`;
}

function isDuration(written: string): boolean {
  return /^\d{1,9}(ms|s|m|h)$/.test(written);
}

function readDuration(written: string): number {
  const [, digits, unit = ''] = /^([\d.]+)(\D+)$/.exec(written) ?? [];
  return Math.round(Number(digits) * (milliseconds[unit] ?? Number.NaN));
}

function meantDuration(got: unknown): string | undefined {
  const [, digits, word = ''] = /^\s*(\d{1,9}(?:\.\d{1,3})?)\s*([a-z]*)\s*$/i.exec(String(got)) ?? [];
  if (digits === undefined) return undefined;
  const unit = /^(ms|milli)/i.test(word) ? 'ms' : (/^[mh]/i.exec(word)?.[0].toLowerCase() ?? 's');
  return digits.includes('.') ? writeDuration(readDuration(`${digits}${unit}`)) : `${digits}${unit}`;
}
