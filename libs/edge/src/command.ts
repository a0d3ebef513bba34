import type { Plan } from '@causeway/plan';

/** The edge's arguments behind `envoy`. `bootstrap` is the path of `renderBootstrap`'s file in its container. */
export const edgeArguments = ({ edge }: Plan, bootstrap: string): readonly string[] => [
  '--config-path',
  bootstrap,
  '--concurrency',
  String(edge.concurrency),
  // a mistyped field would be warned about and left out
  '--reject-unknown-dynamic-fields',
  // names the shared memory and sockets of a hot restart, which edges on one host's network share
  '--base-id',
  String(edge.https),
  // how long connections of a replaced listener or process live on
  '--drain-time-s',
  '600',
  '--parent-shutdown-time-s',
  '660',
  '--log-level',
  'warning',
  // the access log is written within a second, by default ten
  '--file-flush-interval-msec',
  '1000',
];
