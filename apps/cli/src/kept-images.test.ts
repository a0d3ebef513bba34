import { expect, test } from 'vitest';
import { servicesOf } from './kept-images.ts';

test('the services of what is kept are all that were ever released, each once', () => {
  const kept = [
    'causeway-kept/shop-local/api:r7',
    'causeway-kept/shop-local/api:r8',
    'causeway-kept/shop-local/gone:r1',
  ];
  expect(servicesOf(kept, 'shop-local')).toEqual(['api', 'gone']);
});
