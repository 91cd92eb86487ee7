import { readFileSync } from 'node:fs';
import { parseConfig } from '@sluice/connect-api';
import { afterEach, describe, expect, it } from 'vitest';
import { checkTargets } from './check-targets.ts';
import { hostMetricsConfig, prometheusSourceConfig } from './config.ts';
import { MetricEndpoint } from './fixtures/metric-endpoint.ts';
import { plugins } from './index.ts';
import { prometheusSource } from './plugin.ts';
import { remoteWriteConfig } from './remote-write/remote-write-config.ts';

let endpoint: MetricEndpoint | undefined;
afterEach(() => endpoint?.stop());

interface Manifest {
  readonly sluice: { readonly plugins: readonly unknown[] };
}

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const ignore = (): void => undefined;
const context = {
  connector: 'm',
  properties: {},
  log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  signal: new AbortController().signal,
};

describe('the metrics connectors', () => {
  it('are listed in package.json as the module exports them', () => {
    const manifest = JSON.parse(
      readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
    ) as Manifest;
    const exported = plugins.map(({ className, kind, version }) => ({
      class: className,
      type: kind,
      version,
    }));
    expect(manifest.sluice.plugins).toEqual(exported);
  });

  it.each(Object.keys({ ...prometheusSourceConfig, ...hostMetricsConfig, ...remoteWriteConfig }))(
    'have %s in their README',
    (key) => {
      expect(readme).toContain(`\`${key}\``);
    },
  );

  it.each([
    [{}, ['targets']],
    [{ targets: 'a:1', 'scrape.timeout.ms': '20000' }, ['scrape.timeout.ms']],
    [{ 'targets.files': '/etc/targets/*.json' }, []],
  ])('find what is wrong across keys in %j', async (config, keys) => {
    const parsed = parseConfig(prometheusSourceConfig, { topic: 't', ...config });
    expect((await prometheusSource.validate?.(parsed))?.map(({ key }) => key)).toEqual(keys);
  });

  it('refuse rules that are none', () => {
    const config = { topic: 't', targets: 'a:1', 'relabel.metrics': '[{"action":"x"}]' };
    expect(() => parseConfig(prometheusSourceConfig, config)).toThrow('relabel.metrics');
  });
});

describe('a look at the targets', () => {
  it('scrapes each once', async () => {
    endpoint = await MetricEndpoint.start();
    const config = parseConfig(prometheusSourceConfig, {
      topic: 't',
      targets: `${endpoint.address},127.0.0.1:1`,
    });
    expect(await checkTargets(config, context)).toMatchObject([
      {
        subject: `target http://${endpoint.address}/metrics`,
        outcome: 'passed',
        message: 'It shows 1 metrics.',
      },
      {
        subject: 'target http://127.0.0.1:1/metrics',
        outcome: 'failed',
        remedy: 'curl -v http://127.0.0.1:1/metrics',
      },
    ]);
  });

  it('warns where there are none', async () => {
    const config = parseConfig(prometheusSourceConfig, { topic: 't', 'targets.files': '/no/such/*.json' });
    expect(await checkTargets(config, context)).toMatchObject([{ outcome: 'warning' }]);
  });
});
