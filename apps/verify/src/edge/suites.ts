/** In the order in which they run: those that may lock this client out come last. */
export const edgeSuites: readonly string[] = [
  'tls',
  'paths',
  'bytes',
  'headers',
  'error-pages',
  'compress',
  'access',
  'auth',
  'sizes',
  'slowness',
  'idle',
  'limits',
  'sign-ins',
];
