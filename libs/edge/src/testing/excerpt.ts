import { renderEdge } from '../edge.ts';
import { type EdgeFiles, isCertificateFile } from '../resource-file.ts';
import { liveOn, plainService, testPlan, testSecrets } from './plan.ts';

/** What is much the largest part of a listener, and the same in most. */
const largest = ['local_reply_config', 'http_filters'];

const golden = 'golden/plain/lds.json';

/** The files as one JSON text without secrets; of what the listeners of `plain` have just so, it only says so. */
export function excerpt(combination: string, files: EdgeFiles): string {
  const known = new Set<string>();
  JSON.stringify(parse(plainFiles()), collectInto(known));
  const mention = (key: string, value: unknown) =>
    largest.includes(key) && known.has(JSON.stringify(value)) ? `as in ${golden}` : value;
  return `${JSON.stringify({ combination, ...parse(files) }, mention, 2)}\n`;
}

const parse = (files: EdgeFiles): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(files)
      .filter(([name]) => !isCertificateFile(name))
      .map(([name, content]) => [name, JSON.parse(content)]),
  );

const plainFiles = (): EdgeFiles =>
  renderEdge(testPlan([plainService('phrase')]), [liveOn('phrase', [5001, 5002])], testSecrets());

const collectInto = (known: Set<string>) => (key: string, value: unknown) => {
  if (largest.includes(key)) known.add(JSON.stringify(value));
  return value;
};
