import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { Decimal, SinkRecord, TypedNumber } from '@sluice/connect-api';
import {
  buildTransforms,
  ConnectorValidator,
  parsePluginManifest,
  parseProperties,
  PluginRegistry,
} from '@sluice/runtime';
import { describe, expect, it } from 'vitest';

const names = [
  '@sluice/connector-file',
  '@sluice/converter-basic',
  '@sluice/transform-standard',
  '@sluice/transform-expression',
];
const plugins = new PluginRegistry(
  names.map((name) => {
    const manifest = readFileSync(findPackageJSON(name, import.meta.url) as string, 'utf8');
    return parsePluginManifest(manifest, import.meta.resolve(name));
  }),
);
const validator = new ConnectorValidator(plugins);

const sink = { name: 'c', 'connector.class': 'FileStreamSink', topics: 'orders' };

const config = {
  ...sink,
  transforms: 'drop,total,route',
  'transforms.drop.type': 'Filter',
  'transforms.drop.predicate': 'small',
  predicates: 'small',
  'predicates.small.type': 'MatchesExpression',
  'predicates.small.expression': 'value.amount < 10',
  'transforms.total.type': 'io.sluice.transforms.Expression$Value',
  'transforms.total.fields.total': 'value.amount * 2',
  'transforms.total.fields.`a.b`': 'topic',
  'transforms.total.types': 'total:int32',
  'transforms.route.type': 'ExpressionRouter',
  'transforms.route.topic': "topic + '.' + string(value.total)",
  'transforms.route.headers.from': 'topic',
};

function order(amount: unknown): SinkRecord {
  const value = new Map([['amount', amount]]);
  return new SinkRecord({ topic: 'orders', kafkaPartition: 0, kafkaOffset: 1, value });
}

describe('a chain with expressions', () => {
  it('filters, computes and routes as its configuration says', async () => {
    const chain = await buildTransforms(config, plugins);
    chain.start(order(5));
    expect(chain.run()).toBeNull();
    chain.start(order(50));
    const record = chain.run();
    expect(record?.topic).toBe('orders.100');
    expect(record?.value).toEqual(
      new Map<string, unknown>([
        ['amount', 50],
        ['a.b', 'orders'],
        ['total', new TypedNumber('INT32', 100)],
      ]),
    );
    expect(record?.headers.lastWithName('from')?.value).toBe('orders');
  });

  it('throws what the error tolerance decides about, and is good for the next record', async () => {
    const chain = await buildTransforms(config, plugins);
    chain.start(order('many'));
    expect(() => chain.run()).toThrow('string and int have no order');
    chain.start(order(50));
    expect(chain.run()?.topic).toBe('orders.100');
  });

  it('is good when it is validated, with the keys that it names', async () => {
    const { configs, error_count: errorCount } = await validator.validate(config);
    expect(errorCount).toBe(0);
    const keys = configs.map(({ definition }) => definition?.name);
    expect(keys).toEqual(
      expect.arrayContaining([
        'transforms.total.fields.total',
        'transforms.total.fields.`a.b`',
        'transforms.route.headers.from',
      ]),
    );
  });

  it.each([
    [
      { 'transforms.total.fields.total': 'value.amount *' },
      'transforms.total.fields.total',
      'line 1, column 15',
    ],
    [
      { 'transforms.total.fields.total.x': '1' },
      'transforms.total.fields.total.x',
      'It is inside fields.total',
    ],
    [{ 'transforms.total.types': 'sum:int32' }, 'transforms.total.types', 'There is no fields.sum'],
    [{ 'transforms.total.max.steps': '0' }, 'transforms.total.max.steps', 'Value must be at least 1'],
    [
      { 'transforms.route.headers.from': 'from' },
      'transforms.route.headers.from',
      "there is no variable 'from'",
    ],
    [{ 'predicates.small.expression': '1' }, 'predicates.small.expression', 'has to be a bool'],
  ])('is refused with the key that is wrong: %j', async (change, key, problem) => {
    const { configs } = await validator.validate({ ...config, ...change });
    const wrong = configs.filter(({ value }) => value !== null && value.errors.length > 0);
    expect(wrong.map(({ value }) => value?.name)).toEqual([key]);
    expect(wrong[0]?.value?.errors.join()).toContain(problem);
  });
});

/** The examples in the documentation, each a piece of a configuration. */
const examples = Array.from(
  readFileSync(new URL('../../../docs/transformations.md', import.meta.url), 'utf8')
    .split('## Expressions')[1]
    ?.matchAll(/^```properties\n(.*?)^```$/gms) ?? [],
  ([, text = '']) => text,
);

describe('the examples of the documentation', () => {
  it('are all here', () => {
    expect(examples).toHaveLength(4);
  });

  it.each(examples)('are good: %s', async (text) => {
    const properties = { ...sink, ...parseProperties(Buffer.from(text)) };
    const { configs } = await validator.validate(properties);
    expect(configs.flatMap(({ value }) => value?.errors ?? [])).toEqual([]);
  });

  it('compute, make, filter and route', async () => {
    const results: (SinkRecord | null)[] = [];
    for (const text of examples) {
      const chain = await buildTransforms({ ...sink, ...parseProperties(Buffer.from(text)) }, plugins);
      chain.start(exampleRecord());
      results.push(chain.run() as SinkRecord | null);
    }
    const [computed, shaped, filtered, routed] = results;
    const value = computed?.value as Map<string, unknown>;
    expect([value.get('customer'), String(value.get('total')), value.get('day'), value.get('tags')]).toEqual([
      new Map([['card', '****4444']]),
      '59.97',
      '2026-01-02',
      ['new'],
    ]);
    expect([shaped?.key, Object.fromEntries(shaped?.value as Map<string, unknown>)]).toEqual([
      7,
      { id: 7, name: 'Jo', from: 'orders' },
    ]);
    expect(filtered).toBeNull();
    expect([routed?.topic, routed?.timestampMs, routed?.headers.lastWithName('country')?.value]).toEqual([
      'orders.large',
      0,
      'de',
    ]);
  });
});

function exampleRecord(): SinkRecord {
  const value = new Map<string, unknown>([
    ['price', new Decimal(1999n, 2)],
    ['quantity', 3],
    ['customer', new Map([['card', '1111222233334444']])],
    ['tags', ['New', 'internal.x']],
    ['payload', new Map<string, unknown>(Object.entries({ id: 7, name: 'Jo' }))],
    ['amount', 10_000.5],
    ['email', 'jo@example.com'],
    ['created_at', '1970-01-01T00:00:00Z'],
    ['address', new Map([['country', 'de']])],
  ]);
  return new SinkRecord({
    topic: 'orders',
    kafkaPartition: 0,
    kafkaOffset: 1,
    timestampMs: Date.UTC(2026, 0, 2),
    value,
  });
}
