import { defineConfig, int, list } from '@sluice/connect-api';
import { clientKeys, withDefault } from './client-keys.ts';

/** What an admin client can be configured with. */
export const adminKeys = defineConfig({
  ...clientKeys,
  'bootstrap.servers': list({
    doc: 'Brokers to find the Kafka cluster by, as `host:port`.',
    importance: 'high',
    default: [],
  }),
  'bootstrap.controllers': list({
    doc: 'Controllers to ask in place of brokers. Not supported.',
    importance: 'high',
    default: [],
  }),
  'connections.max.idle.ms': withDefault(clientKeys['connections.max.idle.ms'], 300_000),
  'default.api.timeout.ms': int({
    doc: 'How long an operation without a limit of its own may take, in milliseconds.',
    importance: 'medium',
    default: 60_000,
  }),
  'enable.metrics.push': withDefault(clientKeys['enable.metrics.push'], false),
  'receive.buffer.bytes': withDefault(clientKeys['receive.buffer.bytes'], 65_536),
  retries: int({
    doc: 'How often a request is sent again; better bounded by `default.api.timeout.ms`.',
    importance: 'low',
    default: 2_147_483_647,
  }),
});
