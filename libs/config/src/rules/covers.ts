/** Whether a rule for one path holds for another: the edge compares without case and covers everything below. */
export function covers(rule: string, path: string): boolean {
  const [prefix, asked] = [rule.replace(/\/$/, '').toLowerCase(), withoutQuery(path).toLowerCase()];
  return asked.startsWith(prefix) && !/^[a-z0-9_-]/.test(asked.slice(prefix.length));
}

/** Whether two paths are one to the edge. */
export function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function withoutQuery(path: string): string {
  return path.replace(/\?.*/, '');
}
