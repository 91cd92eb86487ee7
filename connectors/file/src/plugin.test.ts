import { readFileSync } from 'node:fs';
import { failureOf } from '@sluice/connect-api/vector-notation';
import { parseConfig } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { fileSinkConfig, fileSourceConfig } from './config.ts';
import { plugins } from './index.ts';
import { fileSink, fileSource } from './plugin.ts';

interface Manifest {
  readonly sluice: {
    readonly plugins: readonly { readonly class: string; readonly type: string; readonly version: string }[];
  };
}

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as Manifest;

describe('the file connectors', () => {
  it('are listed in package.json as the module exports them', () => {
    const exported = plugins.map(({ className, kind, version }) => ({
      class: className,
      type: kind,
      version,
    }));
    expect(manifest.sluice.plugins).toEqual(exported);
  });

  it('support exactly once where there is a position to resume at', () => {
    const config = parseConfig(fileSourceConfig, { topic: 't', file: '/tmp/x' });
    expect(fileSource.exactlyOnceSupport?.(config)).toBe('SUPPORTED');
    expect(fileSource.exactlyOnceSupport?.({ ...config, file: null })).toBe('UNSUPPORTED');
    expect(fileSource.exactlyOnceSupport?.({ ...config, file: '' })).toBe('UNSUPPORTED');
  });

  it('take any change of the sink, whose offsets are those of the consumer', () => {
    expect(fileSink.alterOffsets?.({}, [])).toBe(true);
  });

  it('have defaults for all but the topic', () => {
    expect(parseConfig(fileSourceConfig, { topic: 't' })).toEqual({
      file: null,
      topic: 't',
      'batch.size': 2000,
    });
    expect(parseConfig(fileSinkConfig, {})).toEqual({ file: null });
  });

  it.each([
    [{}, 'Missing required configuration "topic" which has no default value.'],
    [{ topic: '' }, 'Invalid value  for configuration topic: String must be non-empty'],
    [
      { topic: 't', 'batch.size': 'abc' },
      'Invalid value abc for configuration batch.size: Not a number of type INT',
    ],
  ])('refuse %j', (properties, message) => {
    expect(failureOf(() => parseConfig(fileSourceConfig, properties))).toEqual({
      class: 'ConfigException',
      message,
    });
  });
});
