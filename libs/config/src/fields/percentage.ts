import { text } from './field.ts';

/** Written as `5%` or `0.5%`; read as a share of 1. The reason says what a smaller one costs. */
export function percentage({ min, reason }: { min: string; reason: string }) {
  return text(
    { is: 'a percentage', example: '5%', meant: meantPercentage, unit: 'percentage' },
    (written) => {
      if (!isPercentage(written)) {
        return {
          rule: 'must be a percentage: a number and %',
          fix: `write ${JSON.stringify(meantPercentage(written) ?? '5%')}`,
        };
      }
      if (readPercentage(written) < readPercentage(min))
        return { rule: `must be at least ${min}: ${reason}`, fix: `write "${min}" or more` };
      if (readPercentage(written) > 1) return { rule: 'must be at most 100%', fix: 'write "100%" or less' };
      return undefined;
    },
  ).transform(readPercentage);
}

function isPercentage(written: string): boolean {
  return /^\d{1,3}(\.\d{1,2})?%$/.test(written);
}

/** `0.7%` is 0.007, which a division by 100 would miss by a little. */
function readPercentage(written: string): number {
  return Number(`${written.slice(0, -1)}e-2`);
}

/** A bare number below 1 was most likely meant as a share of 1. */
function meantPercentage(got: unknown): string | undefined {
  const [, digits] = /^\s*(\d{1,3}(?:\.\d{1,4})?)\s*(?:%|percent)?\s*$/i.exec(String(got)) ?? [];
  if (digits === undefined) return undefined;
  const isShare = Number(digits) < 1 && Number(digits) > 0 && !/%|percent/i.test(String(got));
  return `${Number(Number(isShare ? `${digits}e2` : digits).toFixed(2))}%`;
}
