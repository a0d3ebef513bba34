import type { Flaw } from '../mistake.ts';
import { text } from './field.ts';

const repository = /^[a-z0-9][a-z0-9._-]*(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/;
const suffix = /(:[\w][\w.-]{0,127})?(@sha256:[0-9a-f]{64})?$/;

/** An image reference with a tag or a digest. */
export function image() {
  return text({ is: 'an image with its tag', example: 'nginx:1.29' }, imageFlaw);
}

function imageFlaw(value: string): Flaw | undefined {
  const [tail = ''] = suffix.exec(value) ?? [];
  const head = value.slice(0, value.length - tail.length);
  if (!repository.test(head))
    return { rule: 'must be an image: registry/name:tag', fix: `write ${JSON.stringify(meantImage(value))}` };
  if (tail === '')
    return {
      rule: 'must have a tag, which is the version that the release shows',
      fix: `write ${JSON.stringify(`${value}:1.0`)} with the tag you want`,
    };
  return undefined;
}

function meantImage(value: string): string {
  const meant = value
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .toLowerCase();
  return repository.test(meant.replace(suffix, '')) ? meant : 'nginx:1.29';
}
