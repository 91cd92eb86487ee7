import { readFileSync } from 'node:fs';
import { startTestWorker, waitFor, type TestWorker } from '@sluice/test-kit';
import { sharedSearchUrl, type SearchKind } from '@sluice/testing-services';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { plugins } from '../src/index.ts';
import { elasticsearchSink, openSearchSink } from '../src/plugin.ts';
import { SearchIndex, sendTo } from './search-index.ts';

let worker: TestWorker;
let index: SearchIndex;

const json = 'org.apache.kafka.connect.json.JsonConverter';
const topics = 'orders';
const patienceMs = 60_000;

async function start(more: Record<string, string> = {}): Promise<void> {
  await worker.putConnector('sink', {
    'connector.class': elasticsearchSink.className,
    'connection.url': index.url,
    topics,
    // The machine may be busy with other things.
    'read.timeout.ms': '30000',
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'value.converter': json,
    'value.converter.schemas.enable': 'false',
    'topic.index.map': `${topics}:${index.name}`,
    ...more,
  });
}

const json1 = (value: unknown): string => JSON.stringify(value);

/** The documents, once there are as expected. */
async function untilDocuments(expected: Record<string, unknown>): Promise<void> {
  await waitFor(
    'the documents to be as expected',
    async () => {
      const documents = Object.fromEntries(await index.documents());
      expect(documents).toEqual(expected);
      return true;
    },
    patienceMs,
  );
}

const newest: readonly SearchKind[] = ['elasticsearch', 'opensearch'];
const older: readonly SearchKind[] = ['elasticsearch-7', 'elasticsearch-8', 'opensearch-1', 'opensearch-2'];

describe.each<SearchKind>([...newest, ...older])('a sink for %s', (kind) => {
  // What is up to the connector alone need not be seen on every server.
  const isNewest = newest.includes(kind);

  beforeEach(async () => {
    index = new SearchIndex(await sharedSearchUrl(inject('search'), kind));
    worker = await startTestWorker({ plugins: [...plugins], patienceMs });
    await worker.createTopic(topics);
  });

  afterEach(async () => {
    await worker.stop();
    await index.remove().catch(() => undefined);
  });

  it('keeps one document for each key: the last one, or none after a tombstone', async () => {
    await start({ 'behavior.on.null.values': 'delete' });
    await worker.write(topics, [
      { key: 'a', value: json1({ n: 1 }) },
      { key: 'b', value: json1({ n: 2 }) },
      { key: 'a', value: json1({ n: 3 }) },
      { key: 'b', value: null },
      { key: 'c', value: null },
    ]);
    await untilDocuments({ a: { n: 3 } });
    expect(await index.send('GET', '/_doc/a')).toMatchObject({ _version: 2 });
  });

  it.runIf(isNewest)('does what the example of the README says', async () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const example = JSON.parse(/```json\n(.*?)```/s.exec(readme)?.[1] ?? '') as {
      readonly config: Record<string, string>;
    };
    await start({
      ...example.config,
      'connection.url': index.url,
      'errors.deadletterqueue.topic.replication.factor': '1',
    });
    await worker.write(topics, [
      { key: 'a', value: json1({ n: 1 }) },
      { key: 'b', value: json1({ n: 2 }) },
      { key: 'b', value: null },
      { key: null, value: json1({ n: 3 }) },
    ]);
    await untilDocuments({ a: { n: 1 } });
    expect(await worker.read('orders-dead', 1)).toMatchObject([{ key: null, value: json1({ n: 3 }) }]);
  });

  it('is not brought back by records that come again', async () => {
    await start({ 'behavior.on.null.values': 'delete' });
    const records = [
      { key: 'a', value: json1({ n: 1 }) },
      { key: 'a', value: json1({ n: 2 }) },
      { key: 'b', value: json1({ n: 3 }) },
      { key: 'b', value: null },
    ];
    await worker.write(topics, records);
    await untilDocuments({ a: { n: 2 } });
    // All of it again, from the first offset on, as after a restart.
    await worker.deleteConnector('sink');
    await start({ 'behavior.on.null.values': 'delete', 'consumer.override.group.id': 'again' });
    await worker.write(topics, [{ key: 'end', value: json1({ n: 4 }) }]);
    await untilDocuments({ a: { n: 2 }, end: { n: 4 } });
    expect((await worker.status('sink')).tasks[0]?.state).toBe('RUNNING');
  });

  it('changes only the fields that a record has, where it is told to', async () => {
    await start({ 'write.method': 'upsert', 'behavior.on.null.values': 'delete' });
    await worker.write(topics, [
      { key: 'a', value: json1({ n: 1, kept: true }) },
      { key: 'a', value: json1({ n: 2 }) },
      { key: 'b', value: json1({ n: 3 }) },
      { key: 'b', value: json1({ n: 4 }) },
      { key: 'b', value: null },
    ]);
    await untilDocuments({ a: { n: 2, kept: true } });
    expect((await worker.status('sink')).tasks[0]?.state).toBe('RUNNING');
  });

  it('makes an index from the schema, with exact numbers in it', async () => {
    await start({ 'value.converter.schemas.enable': 'true' });
    const field = (name: string, type: string, more: object = {}) => ({ field: name, type, ...more });
    const schema = {
      type: 'struct',
      optional: false,
      fields: [
        field('id', 'int64'),
        field('name', 'string'),
        field('when', 'int64', { name: 'org.apache.kafka.connect.data.Timestamp', version: 1 }),
        field('price', 'bytes', {
          name: 'org.apache.kafka.connect.data.Decimal',
          version: 1,
          parameters: { scale: '2' },
        }),
      ],
    };
    const price = Buffer.from('0123456789abcdef0123', 'hex').toString('base64');
    const payload = `{"id":9007199254740993,"name":"x","when":1700000000000,"price":"${price}"}`;
    await worker.write(topics, [{ key: 'a', value: `{"schema":${json1(schema)},"payload":${payload}}` }]);
    await waitFor('the document', async () => {
      const text = await index.searchText();
      expect(text).toContain('"id":9007199254740993');
      expect(text).toContain('"price":53730036427316851510.11');
      return true;
    });
    const mapping = await index.send('GET', '/_mapping');
    expect(mapping).toEqual({
      [index.name]: {
        mappings: {
          properties: {
            id: { type: 'long' },
            name: { type: 'text', fields: { keyword: { type: 'keyword', ignore_above: 256 } } },
            price: { type: 'double' },
            when: { type: 'date' },
          },
        },
      },
    });
  });

  // The module with the API for data streams of Elasticsearch is not to be had by itself.
  it.runIf(kind.startsWith('opensearch'))(
    'writes into a data stream, with the time of the record',
    async () => {
      const stream = `logs-${index.name}-orders`;
      await sendTo(`${index.url}/_index_template/${index.name}`, 'PUT', {
        index_patterns: [stream],
        data_stream: {},
        priority: 1000,
      });
      await start({
        'topic.index.map': '',
        'data.stream.type': 'logs',
        'data.stream.dataset': index.name,
        'data.stream.timestamp.field': 'at',
        'key.ignore': 'true',
      });
      await worker.write(topics, [json1({ n: 1, at: '2024-05-06T07:08:09Z' }), json1({ n: 2 })]);
      const written = new SearchIndex(index.url, stream);
      await waitFor('both documents', async () => {
        const documents = [...(await written.documents()).values()];
        expect(documents).toContainEqual({
          n: 1,
          at: '2024-05-06T07:08:09Z',
          '@timestamp': '2024-05-06T07:08:09Z',
        });
        expect(documents).toContainEqual({ n: 2, '@timestamp': expect.any(Number) });
        return true;
      });
      await sendTo(`${index.url}/_data_stream/${stream}`, 'DELETE');
    },
  );

  it('reports a document that does not fit the mapping with the reason of the server', async () => {
    await index.create({ n: { type: 'long' } });
    await start({
      'behavior.on.malformed.documents': 'report',
      'errors.tolerance': 'all',
      'errors.deadletterqueue.topic.name': 'dead',
      'errors.deadletterqueue.topic.replication.factor': '1',
      'errors.deadletterqueue.context.headers.enable': 'true',
    });
    await worker.write(topics, [
      { key: 'a', value: json1({ n: 1 }) },
      { key: 'b', value: json1({ n: 'two' }) },
      { key: 'c', value: json1({ n: 3 }) },
    ]);
    await untilDocuments({ a: { n: 1 }, c: { n: 3 } });
    const [letter] = await worker.read('dead', 1);
    expect(letter?.key).toBe('b');
    const reason = letter?.headers.find(({ key }) => key === '__connect.errors.exception.message');
    expect(String(reason?.value)).toMatch(/orders-0@1.*parsing_exception.*\[n\]/s);
  });

  it.runIf(isNewest)('fails at such a document by default, and commits nothing beyond it', async () => {
    await index.create({ n: { type: 'long' } });
    await start();
    await worker.write(topics, [
      { key: 'a', value: json1({ n: 1 }) },
      { key: 'b', value: json1({ n: 'two' }) },
    ]);
    expect(await worker.untilFailed('sink')).toMatch(/SEARCH_DOCUMENT_REJECTED|orders-0@1/);
    await start({ 'behavior.on.malformed.documents': 'ignore' });
    await worker.write(topics, [{ key: 'c', value: json1({ n: 3 }) }]);
    await untilDocuments({ a: { n: 1 }, c: { n: 3 } });
  });

  it('writes through an alias that is there', async () => {
    await index.create();
    const alias = `${index.name}-alias`;
    await index.send('PUT', `/_alias/${alias}`);
    await start({
      'topic.index.map': '',
      'external.resource.usage': 'alias_index',
      'topic.to.external.resource.mapping': `${topics}:${alias}`,
    });
    await worker.write(topics, [{ key: 'a', value: json1({ n: 1 }) }]);
    await untilDocuments({ a: { n: 1 } });
    expect((await worker.status('sink')).tasks[0]?.state).toBe('RUNNING');
  });

  it('leaves the newer of two versions that a header gives, and reports the older where it should', async () => {
    await index.create();
    await start({
      'connector.class': openSearchSink.className,
      'behavior.on.version.conflict': 'report',
      'external.version.header': 'version',
      'errors.tolerance': 'all',
      'errors.deadletterqueue.topic.name': 'dead',
      'errors.deadletterqueue.topic.replication.factor': '1',
      'existing.resource.type': 'index',
      'topic.to.existing.resource.mapping': `${topics}:${index.name}`,
    });
    const versioned = (n: number, version: string) => ({
      key: 'a',
      value: json1({ n }),
      headers: [{ key: 'version', value: version }],
    });
    await worker.write(topics, [versioned(1, '7'), versioned(2, '900'), versioned(3, '8')]);
    expect(await worker.read('dead', 1)).toMatchObject([{ key: 'a', value: json1({ n: 3 }) }]);
    await untilDocuments({ a: { n: 2 } });
    expect(await index.send('GET', '/_doc/a')).toMatchObject({ _version: 900 });
  });

  it.runIf(isNewest)('routes documents by key under the name of the OpenSearch sink', async () => {
    await index.create({}, { number_of_shards: 3 });
    await start({
      'connector.class': openSearchSink.className,
      'routing.type': 'value',
      'routing.type.record.value.path': 'customer.id',
      'existing.resource.type': 'index',
      'topic.to.existing.resource.mapping': `${topics}:${index.name}`,
    });
    await worker.write(topics, [{ key: 'a', value: json1({ customer: { id: 'x' } }) }]);
    await untilDocuments({ a: { customer: { id: 'x' } } });
    expect(await index.send('GET', '/_doc/a?routing=x')).toMatchObject({ _routing: 'x' });
  });
});
