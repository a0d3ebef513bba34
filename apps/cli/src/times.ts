/** `12:03:20 UTC`, of milliseconds since the epoch. */
export function clockTime(instant: number): string {
  return `${new Date(instant).toISOString().slice(11, 19)} UTC`;
}

/** `2026-01-31 12:03:20`, UTC. */
export function dateTime(instant: number | string): string {
  return new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
}

/** Milliseconds of `500ms`, `20s`, `2m` or `1h`; nothing for any other text. */
export function parseDuration(text: string): number | undefined {
  const [, digits, unit] = /^(\d+)(ms|s|m|h)$/.exec(text) ?? [];
  return digits && unit ? Number(digits) * milliseconds[unit as keyof typeof milliseconds] : undefined;
}

const milliseconds = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `0.4 s`, `43 s`, `12 min`: as exact as it is short. */
export function describeDuration(length: number): string {
  if (length < 10_000) return `${(length / 1000).toFixed(1)} s`;
  return length < 120_000 ? `${Math.round(length / 1000)} s` : `${Math.round(length / 60_000)} min`;
}

export function leftUntil(instant: number): string {
  return describeDuration(Math.max(0, instant - Date.now()));
}
