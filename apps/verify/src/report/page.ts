import type { Figures } from '../figures.ts';

export interface Chart {
  readonly title: string;
  readonly svg: string;
}

/** One HTML file that needs nothing else: no script, no style sheet, no image from anywhere. */
export function pageOf(title: string, charts: readonly Chart[], figures: readonly Figures[]): string {
  const parts = [
    ...charts.map((chart) => `<h2>${escapeHtml(chart.title)}</h2>\n${chart.svg}`),
    ...figures.map((table) => `<h2>${escapeHtml(table.title)}</h2>\n${tableOf(table.rows)}`),
  ];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${escapeHtml(title)}</title>
<style>
body { font: 15px/1.4 system-ui, sans-serif; max-width: 1120px; margin: 2em auto; padding: 0 1em }
svg { max-width: 100%; height: auto }
table { border-collapse: collapse }
th, td { padding: .2em .8em; border-bottom: 1px solid #ddd; text-align: left }
td.number { text-align: right; font-variant-numeric: tabular-nums }
</style>
<h1>${escapeHtml(title)}</h1>
${parts.join('\n')}
</html>
`;
}

function tableOf(rows: Figures['rows']): string {
  const columns = [...new Set(rows.flatMap(Object.keys))];
  const head = columns.map((column) => `<th>${escapeHtml(column)}</th>`).join('');
  const body = rows.map((row) => `<tr>${columns.map((column) => cell(row[column])).join('')}</tr>`);
  return `<table>\n<tr>${head}</tr>\n${body.join('\n')}\n</table>`;
}

function cell(value: string | number | undefined): string {
  if (typeof value === 'number') return `<td class="number">${Math.round(value * 1000) / 1000}</td>`;
  return `<td>${escapeHtml(value ?? '')}</td>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
