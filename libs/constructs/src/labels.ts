import { literal } from './literal.ts';

/** Docker labels as the provider takes them, sorted by name. */
export function labelsOf(labels: Readonly<Record<string, string>>): { label: string; value: string }[] {
  return Object.entries(labels)
    .map(([label, value]) => ({ label, value: literal(value) }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
}
