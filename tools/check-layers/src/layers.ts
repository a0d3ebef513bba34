const libs = [
  'connection',
  'config',
  'plan',
  'edge',
  'host',
  'release',
  'docker',
  'database',
  'constructs',
  'vagrant-wrapper',
] as const;

/** The layers, and for each the layers whose projects it may import. */
export const layers: Readonly<Record<string, readonly string[]>> = {
  config: [],
  'vagrant-wrapper': [],
  // how a machine is reached, for whoever has to talk to its engine
  connection: ['vagrant-wrapper'],
  // requests and what must become of them: whoever expects them of an edge knows nothing of how it is made
  corpus: [],
  plan: ['config'],
  edge: ['plan', 'corpus'],
  host: ['plan'],
  release: ['plan', 'edge'],
  docker: ['plan', 'release'],
  database: ['plan', 'release'],
  constructs: ['plan', 'edge'],
  agent: ['plan', 'edge', 'release', 'docker', 'database'],
  cli: libs,
  stacks: libs,
  verify: ['config', 'corpus', 'connection'],
  // what the Vagrantfile asks: the plan's hosts as machines
  vagrant: ['config', 'plan', 'edge', 'host', 'vagrant-wrapper'],
  // expects nothing, so it may see what it times: the edge's files, which it compares with others' and takes parts out of
  bench: ['config', 'plan', 'edge', 'verify'],
  service: [],
  tools: ['config'],
};

/** The layers that may know Terraform's CDK, and what its packages are called. */
export const terraform = {
  layers: ['constructs', 'stacks'] as readonly string[],
  packages: /^(cdktf|cdktn|@cdktf\/.+)$/,
};
