import { join } from 'node:path';
import { type Family, words } from './family.ts';

const before122 = 'servemux-1.21';

export const go: Family = {
  name: 'go',
  applications: ['servemux', before122, 'lower-trim', 'clean', 'chi', 'gorilla', 'gin', 'echo', 'fiber'],
  needs: 'Go',
  install: [{ file: 'go', args: ['build', '-p', '2', '-o', 'frameworks', '.'] }],
  start: (folder, asked) => ({
    file: join(folder, 'frameworks'),
    args: words(asked),
    ...(asked.application === before122 && { env: { GODEBUG: 'httpmuxgo121=1' } }),
  }),
};
