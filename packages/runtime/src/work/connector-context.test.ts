import type { SourceConnectorContext } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { InMemoryLog } from '../../testing/in-memory-log.ts';
import { testMeter } from '../../testing/test-meter.ts';
import { OffsetReader } from '../source-task/offset-reader.ts';
import { MemoryOffsetStore } from '../stores/memory-offset-store.ts';
import { createConnectorContext } from './connector-context.ts';
import { defaultConnector } from './default-connector.ts';

describe('the context of a connector', () => {
  it('passes requests on until the connector is shut down', async () => {
    const requests: unknown[] = [];
    const shutdown = new AbortController();
    const log = new InMemoryLog();
    const context: SourceConnectorContext = createConnectorContext({
      connector: 'c',
      log,
      metrics: testMeter().pluginMetrics(),
      signal: shutdown.signal,
      configs: () => Promise.resolve({ a: 'b' }),
      offsetStorageReader: new OffsetReader({ connector: 'c', store: new MemoryOffsetStore(), log }),
      requestReconfiguration: () => void requests.push('reconfiguration'),
      fail: (error) => void requests.push(error),
    });
    const boom = new Error('boom');
    expect(await context.configs()).toEqual({ a: 'b' });
    context.requestTaskReconfiguration();
    context.raiseError(boom);
    shutdown.abort();
    expect(() => context.requestTaskReconfiguration()).toThrow(
      "The request for task reconfiguration has been rejected because this instance of the connector 'c' has already been shut down.",
    );
    expect(() => context.raiseError(boom)).toThrow(
      "The request to fail the connector has been rejected because this instance of the connector 'c' has already been shut down.",
    );
    expect(requests).toEqual(['reconfiguration', boom]);
  });
});

describe('a plugin without a connector of its own', () => {
  it.each([
    ['source', 1],
    ['sink', 3],
  ] as const)('has, as a %s, %i tasks with the configuration of the connector', async (kind, count) => {
    const config = { a: 'b' };
    expect(await defaultConnector(kind, config).taskConfigs(3)).toEqual(
      Array.from({ length: count }, () => config),
    );
  });
});
