/** Of the data services, in their containers and for the other hosts of a target. */
export const postgresPort = 5432;
export const redisPort = 6379;
