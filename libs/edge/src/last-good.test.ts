import { expect, test } from 'vitest';
import { packFiles, unpackFiles } from './last-good.ts';

const files = { 'eds-api-r1.json': '{\n"ä": "end\n"}\n', 'cds.json': '', 'lds.json': '{}\n' };

test('a packed set comes back as it was, in its order', () => {
  const unpacked = unpackFiles(packFiles(files));
  expect(unpacked).toEqual(files);
  expect(Object.keys(unpacked ?? {})).toEqual(Object.keys(files));
});

test('nothing comes out of a set that is cut anywhere', () => {
  const packed = packFiles(files);
  for (let length = 0; length < packed.length; length += 1)
    expect(unpackFiles(packed.slice(0, length)), `cut after ${length}`).toBeUndefined();
});
