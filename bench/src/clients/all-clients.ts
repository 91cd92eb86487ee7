import type { ClientKind } from './client-kind.ts';
import { javaClient } from './java-client.ts';
import { nodeClient } from './node-client.ts';

export const clients = {
  sluice: nodeClient('Sluice', 'sluice'),
  java: javaClient,
  platformatic: nodeClient('@platformatic/kafka', 'platformatic'),
  kafkajs: nodeClient('kafkajs', 'kafkajs'),
} as const satisfies Record<string, ClientKind>;

export type ClientName = keyof typeof clients;
