/** In the order in which they run: those that may lock this client out come last. */
export const edgeSuites: readonly string[] = [
  'tls',
  'paths',
  'bytes',
  'headers',
  'auth',
  'sizes',
  'slowness',
  'idle',
  'sign-ins',
];
