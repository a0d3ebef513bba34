export type Option = { name: string; short?: string; value?: string; description: string };
export type Help = { description: string; options: Option[] };

/** Reads what a command prints for `--help`: a usage line, a paragraph, and its options. */
export function parseHelp(text: string): Help {
  const paragraphs = text.trim().split(/\n\s*\n/);
  const description = paragraphs.find((paragraph) => !/^(usage:|node |options:|arguments:)/i.test(paragraph));
  return {
    description: oneLine(description ?? ''),
    options: joinWrapped(text).flatMap((line) => parseOption(line) ?? []),
  };
}

const optionLine =
  /^\s+(?:-(?<short>\w), )?--(?<name>[\w-]+)(?: (?<value>[<[][^>\]]+[>\]]))?(?:\s{2,}(?<description>.*))?$/;

function parseOption(line: string): Option | undefined {
  const { short, name, value, description = '' } = optionLine.exec(line)?.groups ?? {};
  return name === undefined
    ? undefined
    : { name, ...(short && { short }), ...(value && { value }), description };
}

/** An option's text goes on, further in, on lines of its own. */
function joinWrapped(text: string): string[] {
  return text.replace(/\n {8,}(?! *-)(?=\S)/g, ' ').split('\n');
}

function oneLine(paragraph: string): string {
  return paragraph.replace(/\s+/g, ' ').trim();
}
