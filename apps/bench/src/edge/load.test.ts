import { expect, test } from 'vitest';
import { readLoad } from './load.ts';

const output = `finished in 1.25ms, 3200.00 req/s, 1.02MB/s
requests: 4 total, 4 started, 4 done, 4 succeeded, 0 failed, 0 errored, 0 timeout
status codes: 4 2xx, 0 3xx, 0 4xx, 0 5xx
`;
const log = '1\t200\t1000\n2\t200\t2000\n3\t200\t3000\n4\t200\t9000\n';

test('rate and latency are those of all requests', () => {
  expect(readLoad(output, log, 4)).toEqual({ requests: 4, rate: 3200, p50: 2, p99: 9 });
});

test('an answer that is missing or another one is no measurement', () => {
  expect(() => readLoad(output, log, 5)).toThrow('4 of 5 requests were answered');
  expect(() => readLoad('could not connect to host', '', 5)).toThrow('NaN of 5 requests');
});
