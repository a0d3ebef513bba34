import type { EdgePlan } from './plan.ts';

/** The edge's arguments behind `envoy`. `bootstrap` is the path of its bootstrap file. */
export const edgeArguments = (edge: EdgePlan, bootstrap: string): readonly string[] => [
  '--config-path',
  bootstrap,
  '--concurrency',
  String(edge.concurrency),
  // a mistyped field would be warned about and left out
  '--reject-unknown-dynamic-fields',
  // its sockets would collide with those of another target's edge on the host's network
  '--disable-hot-restart',
  // clients of a replaced edge or listener are told at their next answer
  '--drain-strategy',
  'immediate',
  // how long connections of a replaced listener live on
  '--drain-time-s',
  '600',
  '--log-level',
  'warning',
  // of a file that it cannot parse Envoy logs the whole, and files hold keys; the reason comes from validation
  '--component-log-level',
  'config:error',
  // the access log is written within a second, by default ten
  '--file-flush-interval-msec',
  '1000',
];
