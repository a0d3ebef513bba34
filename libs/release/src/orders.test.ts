import { expect, test } from 'vitest';
import { Aborted, Orders } from './orders.ts';

const promote = { order: 'promote', by: 'ann@laptop' } as const;
const abort = { order: 'abort', by: 'bob@desk' } as const;

function given(...all: Parameters<Orders['give']>[0][]): Orders {
  const orders = new Orders();
  for (const order of all) orders.give(order);
  return orders;
}

test('the first order counts, and an abort over any other', () => {
  expect(given(promote, { order: 'rollback', by: 'x' }).given).toBe(promote);
  expect(given(promote, abort).given).toBe(abort);
  expect(given(abort, { ...abort, by: 'x' }, promote).given).toBe(abort);
});

test('an abort that comes while another order is being obeyed is not forgotten with it', () => {
  const orders = given(promote, abort);
  orders.obeyed(promote);
  expect(() => orders.check()).toThrow(Aborted);
  expect(orders.aborted.aborted).toBe(true);
});

test('once an order is obeyed the next one counts', () => {
  const orders = given(promote);
  orders.obeyed(promote);
  expect(orders.given).toBeUndefined();
  orders.give(abort);
  expect(orders.given).toBe(abort);
});
