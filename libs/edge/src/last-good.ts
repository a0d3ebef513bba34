import type { EdgeFiles } from './resource-file.ts';

/** Beside the files: the last set of them that the edge has taken as a whole. */
export const lastGoodFile = 'last-good.set';

/** One text, which the edge's start program takes apart without a parser: before each file a line with its name and bytes. */
export const packFiles = (files: EdgeFiles): string =>
  [...Object.entries(files).map(([name, content]) => packed(name, content)), end].join('');

/** Undefined when the text is cut or damaged. */
export function unpackFiles(text: string): EdgeFiles | undefined {
  const bytes = Buffer.from(text);
  const files: Record<string, string> = {};
  let at = 0;
  for (;;) {
    const lineEnd = bytes.indexOf('\n', at);
    const [, name, size] = /^(\S+) (\d+)$/.exec(bytes.toString('utf8', at, Math.max(at, lineEnd))) ?? [];
    if (!name) return bytes.toString('utf8', at) === end ? files : undefined;
    at = lineEnd + 1 + Number(size);
    files[name] = bytes.toString('utf8', lineEnd + 1, at);
  }
}

const end = 'end\n';

const packed = (name: string, content: string) => `${name} ${Buffer.byteLength(content)}\n${content}`;
