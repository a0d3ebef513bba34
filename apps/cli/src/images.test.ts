import { afterEach, beforeEach, expect, test } from 'vitest';
import { TryOut } from './testing/try-out.ts';

/** Two Node processes at once, one after the other. */
const limit = 60_000;

let tryOut: TryOut;

beforeEach(() => {
  tryOut = new TryOut();
  tryOut.config({ image: undefined, context: 'services/api' });
  tryOut.write('services/api/Dockerfile', 'FROM scratch\n');
  tryOut.write('bin/docker', docker(tryOut.folder), 0o755);
});

afterEach(() => tryOut.remove());

test('two that need the same new image at once build one', { timeout: limit }, async () => {
  const runs = await Promise.all([1, 2].map(() => tryOut.causeway('image', 'api', '--json')));
  expect(runs.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual(
    runs.map(({ stderr }) => [0, stderr]),
  );
  const images = runs.map(({ stdout }) => JSON.parse(stdout));
  expect(images.map(({ built }) => built).sort()).toEqual([false, true]);
  expect(images[0].image).toBe(images[1].image);
  expect(tryOut.read('builds')).toBe('build\n');
});

/** An engine on which a build ends only when both commands have looked for its image. */
function docker(folder: string): string {
  return `#!/bin/sh
cd '${folder}'
case "$1 $2" in
  "image inspect")
    echo $PPID >> looks
    [ -e builds ] && [ -e ended ] && echo sha256:${'b'.repeat(64)} ;;
  "build --tag")
    echo build >> builds
    until [ "$(sort -u looks | wc -l)" -ge 2 ]; do sleep 0.05; done
    touch ended ;;
  "buildx version" | "image ls") ;;
  "info --format") echo / ;;
  *) echo "docker: not expected: $*" >&2; exit 1 ;;
esac
`;
}
