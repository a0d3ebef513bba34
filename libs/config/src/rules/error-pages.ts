import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Draft } from '../draft.ts';
import { display, type Mistake } from '../mistake.ts';
import { forEachService, services } from './rule.ts';

/** What the edge answers with on a service's own behalf. */
const pages = ['400', '401', '403', '404', '429', '502', '503', '504', 'any'];

/** Bytes. The edge keeps it with every route of the service. */
const longest = 16 * 1024;

export const errorPagesAreShown = forEachService(({ errorPages }, path) =>
  Object.keys(errorPages ?? {}).flatMap((name): Mistake[] => {
    if (pages.includes(name)) return [];
    const rule = `must be one of ${pages.join(', ')}: the edge shows no other of its own`;
    return [{ path: [...path, 'errorPages', name], rule, fix: `write ${display('any')}, or leave it out` }];
  }),
);

/** A page that cannot be shown would be missed only when something else is amiss. */
export function unreadableErrorPages(draft: Draft, workspace: string): Mistake[] {
  return services(draft).flatMap(({ name, service }) =>
    Object.entries(service.errorPages ?? {}).flatMap(([page, file]): Mistake[] => {
      const flaw = file === undefined ? undefined : flawOf(join(workspace, file));
      return flaw ? [{ path: ['services', name, 'errorPages', page], got: file, ...flaw }] : [];
    }),
  );
}

function flawOf(file: string) {
  try {
    const page = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
    return Buffer.byteLength(page) > longest
      ? { rule: 'has more than 16 KiB', fix: 'link its images and styles from elsewhere' }
      : undefined;
  } catch (error) {
    return error instanceof TypeError
      ? { rule: 'is not UTF-8', fix: 'save it as UTF-8' }
      : { rule: 'cannot be read', fix: 'write the page there, or name another' };
  }
}
