/** Where things are inside our containers; the same path in every container that mounts them. */
export const paths = {
  engineSocket: '/var/run/docker.sock',
  agentProgram: '/app/agent.js',
  /** Apart from the agent, since it runs every other second. */
  agentHealthProgram: '/app/health.js',
  /** Apart from the agent, since every command waits for its start. */
  agentConnectProgram: '/app/connect.js',
  agentState: '/var/lib/causeway',
  /** Where the host's folder of certificates is mounted, if there is one. */
  certificates: '/etc/causeway/certificates',
  edgeFiles: '/etc/envoy/dynamic',
  edgeAdmin: '/run/causeway/edge',
  edgeBootstrap: '/etc/envoy/bootstrap.json',
  /** Runs Envoy and drains it at its end. */
  edgeProgram: '/etc/envoy/edge.pl',
  /** Leads to the socket of the edge in the same container. */
  edgeOwnAdmin: '/tmp/admin.sock',
  /** Uid of Envoy in its official image. */
  edgeUser: 101,
  /** Uid and gid of the servers in the official images of Postgres and Redis. */
  dataUser: '999:999',
  postgresData: '/var/lib/postgresql/data',
  postgresSocket: '/var/run/postgresql',
  postgresHba: '/etc/causeway/pg_hba.conf',
  postgresIdent: '/etc/causeway/pg_ident.conf',
  redisData: '/data',
} as const;
