import { integer } from './field.ts';

export function port(example: number) {
  return integer({ is: 'a port', example }, { min: 1, max: 65_535 });
}
