import type { TestContext } from 'vitest';

/** A table of what a test has measured: one row for each thing, one column for each figure. */
export interface Figures {
  readonly title: string;
  readonly rows: readonly Readonly<Record<string, string | number>>[];
}

/** Adds a table to what is printed and written down at the end. */
export function show({ task }: TestContext, title: string, rows: Figures['rows']): void {
  task.meta.figures = [...(task.meta.figures ?? []), { title, rows }];
}

/** Lines of equal columns, numbers to the right. */
export function tableOf(rows: Figures['rows']): string {
  const columns = [...new Set(rows.flatMap(Object.keys))];
  const cells = [columns, ...rows.map((row) => columns.map((column) => wordOf(row[column])))];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)));
  const isNumber = columns.map((column) => rows.every((row) => typeof row[column] !== 'string'));
  const pad = (cell: string, index: number) =>
    isNumber[index] ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0);
  return cells.map((line) => line.map(pad).join('  ').trimEnd()).join('\n');
}

function wordOf(value: string | number | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'number' ? String(Math.round(value * 1000) / 1000) : value;
}
