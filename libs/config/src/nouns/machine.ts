import { z } from 'zod';
import { integer, ofKind } from '../fields/field.ts';
import { size } from '../fields/size.ts';
import { subnet } from '../fields/subnet.ts';

export const machineSchema = ofKind(
  z.strictObject({
    hosts: integer({ is: 'a number of machines', example: 2 }, { min: 1, max: 9 }).default(1).meta({
      description:
        'How many machines. With several a balancer in front of them has the ports, where the provider is Docker.',
    }),
    cpus: integer({ is: 'a number of processors', example: 2 }, { min: 1, max: 64 })
      .default(2)
      .meta({ description: 'Processors of each machine.' }),
    memory: size({ min: '1GiB', reason: 'with less a release does not fit beside the one before' })
      .prefault('2GiB')
      .meta({ description: 'Memory of each machine.' }),
    network: subnet().default('192.168.56.0/24').meta({
      description:
        'Network in which several machines reach each other; the first has its address 11, the balancer 10.',
    }),
  }),
  { is: 'an object', example: { cpus: 2, memory: '2GiB' } },
);
