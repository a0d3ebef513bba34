import type { Canary } from '@causeway/release';
import { InvalidArgumentError } from 'commander';

/** `5%,25%,100%` → shares; the last is 100, because a release ends with all clients. */
export function parsePercents(text: string): Canary['percents'] {
  const percents = text.split(',').map(parsePercent);
  const rises = percents.every((percent, index) => index === 0 || percent > (percents[index - 1] ?? 0));
  if (!rises) throw new InvalidArgumentError('Write shares that rise, such as 5%,25%,100%.');
  if (percents.at(-1) === 100) return percents;
  throw new InvalidArgumentError(`Write 100% last, for a release ends with all clients: ${text},100%.`);
}

function parsePercent(text: string): number {
  const [, digits] = /^(\d+)%?$/.exec(text.trim()) ?? [];
  const percent = Number(digits);
  if (percent >= 1 && percent <= 100) return percent;
  throw new InvalidArgumentError(`Write whole shares of 1% to 100%, such as 5%,25%,100% (got "${text}").`);
}
