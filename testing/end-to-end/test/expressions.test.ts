import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTempFolder, produceLines } from '@sluice/testing-services';
import type { TempFolder } from '@sluice/testing-services';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConnectorRest } from '../src/connector-rest.ts';
import { startDev } from '../src/dev-process.ts';
import type { DevProcess } from '../src/dev-process.ts';
import { untilHolds } from '../src/files.ts';

let folder: TempFolder;
let dev: DevProcess;
let rest: ConnectorRest;

beforeEach(async () => {
  folder = await makeTempFolder('expressions');
  dev = await startDev({ folder: folder.path });
  rest = new ConnectorRest(dev.restUrl);
});

afterEach(async () => {
  await dev.stop();
  await folder.remove();
});

/** A sink of JSON records that writes what an expression makes of them. */
function sink(file: string, transforms: Readonly<Record<string, string>>): Record<string, string> {
  return {
    'connector.class': 'FileStreamSink',
    topics: 'orders',
    file: join(folder.path, file),
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter.schemas.enable': 'false',
    ...transforms,
  };
}

const line = {
  transforms: 'line',
  'transforms.line.type': 'io.sluice.transforms.Expression$Value',
};

const orders = [
  '{"id":1,"amount":5}',
  '{"id":2}',
  '{"id":3,"amount":9007199254740993}',
  '{"id":4,"amount":8}',
];

describe('a sink with expressions', () => {
  it('computes, filters and routes', async () => {
    await produceLines(dev.bootstrapServers, 'orders', orders);
    const config = sink('out.txt', {
      transforms: 'drop,total,route,line',
      'transforms.drop.type': 'Filter',
      'transforms.drop.predicate': 'incomplete',
      predicates: 'incomplete',
      'predicates.incomplete.type': 'MatchesExpression',
      'predicates.incomplete.expression': '!has(value.amount)',
      'transforms.total.type': 'io.sluice.transforms.Expression$Value',
      'transforms.total.fields.amount': 'value.amount * 2',
      'transforms.route.type': 'ExpressionRouter',
      'transforms.route.topic': "value.amount > 1000 ? topic + '.large' : topic",
      'transforms.line.type': 'io.sluice.transforms.Expression$Value',
      'transforms.line.expression': "topic + '@' + string(offset) + ': ' + string(value.amount)",
    });
    await rest.putConfig('computing', config);
    await untilHolds(config['file'] ?? '', 'orders@0: 10\norders.large@2: 18014398509481986\norders@3: 16\n');
    expect(await rest.tasks('computing')).toMatchObject([{ id: 0, state: 'RUNNING' }]);
  });

  it('fails at the record without a result, which it names, and skips nothing', async () => {
    await produceLines(dev.bootstrapServers, 'orders', orders);
    const expression = { 'transforms.line.expression': 'string(value.amount)' };
    await rest.putConfig('strict', sink('out.txt', { ...line, ...expression }));
    const trace = await rest.untilTaskIs('strict', 'FAILED');
    expect(trace).toMatch(
      /^org\.apache\.kafka\.connect\.errors\.ConnectException: Tolerance exceeded in error handler: io\.sluice\.transforms\.Expression\$Value \(TRANSFORMATION\) failed for the record at topic orders, partition 0, offset 1/,
    );
    expect(trace).toContain(
      "Caused by: org.apache.kafka.connect.errors.DataException: The expression has no result at line 1, column 14: there is no field 'amount'; test for it with has(): string(value.amount)",
    );
  });

  it('leaves out the record without a result where errors are tolerated, and no other', async () => {
    await produceLines(dev.bootstrapServers, 'orders', orders);
    const config = sink('out.txt', {
      ...line,
      'transforms.line.expression': 'string(value.amount)',
      'errors.tolerance': 'all',
    });
    await rest.putConfig('tolerant', config);
    await untilHolds(config['file'] ?? '', '5\n9007199254740993\n8\n');
    expect(await rest.tasks('tolerant')).toMatchObject([{ id: 0, state: 'RUNNING' }]);
  });

  it('is cut off at the record that takes too long, and goes on where that is tolerated', async () => {
    const long = JSON.stringify({ items: Array.from({ length: 1000 }, (_, index) => index) });
    await produceLines(dev.bootstrapServers, 'orders', ['{"items":[1]}', long, '{"items":[3]}']);
    const loops = {
      'transforms.line.expression': 'string(value.items.all(a, value.items.all(b, a * b >= 0)))',
    };
    await rest.putConfig('endless', sink('strict.txt', { ...line, ...loops }));
    const trace = await rest.untilTaskIs('endless', 'FAILED');
    expect(trace).toContain('topic orders, partition 0, offset 1');
    expect(trace).toContain('was cut off at line 1, column 39 after 100000 steps, all that max.steps allows');
    const tolerant = sink('tolerant.txt', { ...line, ...loops, 'errors.tolerance': 'all' });
    await rest.putConfig('tolerant', tolerant);
    await untilHolds(tolerant['file'] ?? '', 'true\ntrue\n');
  });
});

describe('a source with expressions', () => {
  it('makes topics, keys and values of what it reads', async () => {
    await writeFile(join(folder.path, 'in.txt'), 'first\nsecond one\nthird\n');
    const string = 'org.apache.kafka.connect.storage.StringConverter';
    await rest.putConfig('reading', {
      'connector.class': 'FileStreamSource',
      file: join(folder.path, 'in.txt'),
      topic: 'lines',
      'key.converter': string,
      'value.converter': string,
      transforms: 'key,route,shout',
      'transforms.key.type': 'io.sluice.transforms.Expression$Key',
      'transforms.key.expression': "value.split(' ')[0]",
      'transforms.route.type': 'ExpressionRouter',
      'transforms.route.topic': "value.contains(' ') ? topic + '.many' : topic + '.one'",
      'transforms.shout.type': 'io.sluice.transforms.Expression$Value',
      'transforms.shout.expression': "key + ': ' + value.upperAscii()",
    });
    const file = join(folder.path, 'out.txt');
    // The topics come to be when the first line is sent: that may be after the sink looked for them.
    const soon = { 'consumer.override.metadata.max.age.ms': '200' };
    const converters = { 'key.converter': string, 'value.converter': string };
    const common = { 'connector.class': 'FileStreamSink', ...converters, ...soon };
    await rest.putConfig('writing', { ...common, topics: 'lines.one', file });
    await untilHolds(file, 'first: FIRST\nthird: THIRD\n');
    const other = join(folder.path, 'other.txt');
    await rest.putConfig('writing-others', { ...common, topics: 'lines.many', file: other });
    await untilHolds(other, 'second: SECOND ONE\n');
    expect(await rest.tasks('reading')).toMatchObject([{ id: 0, state: 'RUNNING' }]);
  });
});

describe('the validation of expressions', () => {
  it('says what is wrong at the key of the expression, and where in it', async () => {
    const config = sink('out.txt', {
      transforms: 'total,route',
      'transforms.total.type': 'io.sluice.transforms.Expression$Value',
      'transforms.total.fields.sum': 'value.a +\n  vale.b',
      'transforms.total.fields.text': 'topic.upper()',
      'transforms.route.type': 'ExpressionRouter',
      'transforms.route.topic': '1 + 1',
      predicates: 'large',
      'predicates.large.type': 'MatchesExpression',
      'predicates.large.expression': '(value.amount > 5',
    });
    const url = `${dev.restUrl}/connector-plugins/FileStreamSink/config/validate`;
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ name: 'c', ...config });
    const response = await fetch(url, { method: 'PUT', headers, body });
    const { error_count: count, configs } = (await response.json()) as {
      error_count: number;
      configs: { value: { name: string; errors: string[] } }[];
    };
    const errors = configs
      .filter(({ value }) => value.errors.length > 0)
      .map(({ value }) => [value.name, value.errors]);
    expect(count).toBe(4);
    expect(Object.fromEntries(errors)).toEqual({
      'transforms.total.fields.sum': [
        "Invalid value value.a +\n  vale.b for configuration fields.sum: line 2, column 3: there is no variable 'vale'; there are topic, partition, key, value, headers, timestamp, offset",
      ],
      'transforms.total.fields.text': [
        "Invalid value topic.upper() for configuration fields.text: line 1, column 7: there is no function 'upper'",
      ],
      'transforms.route.topic': [
        'Invalid value 1 + 1 for configuration topic: the result has to be a string, but it is an int',
      ],
      'predicates.large.expression': [
        "Invalid value (value.amount > 5 for configuration expression: line 1, column 18: expected ')', but the expression ends",
      ],
    });
  });
});
