import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Password } from '@sluice/connect-api';
import { openDatabase, parseJdbcUrl, type Database } from '@sluice/connector-shared-sql';
import {
  createTopic,
  Hdfs,
  makeTempFolder,
  pythonWith,
  repositoryFolder,
  runProgram,
  sharedDatabase,
  sharedSearchUrl,
  startSluiceWorker,
  waitFor,
  type DatabaseAddress,
  type SluiceWorker,
  type TempFolder,
} from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ConnectorRest } from '../src/connector-rest.ts';

const example = join(repositoryFolder, 'examples/search-and-hdfs');
// Topic and index of this run only.
const prefix = `shop-${randomUUID().slice(0, 8)}-`;
const topic = `${prefix}orders`;
const readers = ['pyarrow==26.0.1', 'fastavro==1.13.1', 'cramjam==2.14.0'];

let folder: TempFolder;
let server: DatabaseAddress;
let shop: Database;
let searchUrl: string;
let hdfs: Hdfs;
let worker: SluiceWorker;

beforeAll(async () => {
  folder = await makeTempFolder('search-and-hdfs');
  server = await sharedDatabase('postgres15', inject('databases').url);
  const admin = await connect('postgres');
  await admin.execute(`CREATE DATABASE "${prefix}db"`);
  await admin.close();
  shop = await connect(`${prefix}db`);
  for (const statement of (await readFile(join(example, 'orders.sql'), 'utf8')).split(';\n'))
    if (statement.trim() !== '') await shop.execute(statement);
  const { bootstrapServers } = inject('kafka');
  await createTopic(bootstrapServers, { topic });
  [searchUrl, hdfs, worker] = await Promise.all([
    sharedSearchUrl(inject('search'), 'elasticsearch'),
    Hdfs.start(),
    startSluiceWorker({ bootstrapServers }),
  ]);
});

afterAll(async () => {
  await worker?.stop();
  await hdfs?.stop();
  await shop?.close();
  await fetch(`${searchUrl}/${topic}`, { method: 'DELETE' }).catch(() => undefined);
  await folder?.remove();
});

function connect(database: string): Promise<Database> {
  return openDatabase({
    url: parseJdbcUrl(`${server.jdbcUrl}${database}`),
    user: server.user,
    password: new Password(server.password),
    timeZone: 'UTC',
    applicationName: 'end-to-end',
  });
}

/** The example as it is, but for addresses, the name of the topic, and how long files stay open. */
async function startExample(): Promise<void> {
  const rest = new ConnectorRest(worker.url);
  for (const name of ['orders-source', 'orders-to-search', 'orders-to-hdfs']) {
    const text = await readFile(join(example, `${name}.json`), 'utf8');
    const changed = text
      .replace('jdbc:postgresql://localhost:5432/shop', `${server.jdbcUrl}${prefix}db`)
      .replace('"connection.user": "shop"', `"connection.user": ${JSON.stringify(server.user)}`)
      .replace('"connection.password": "shop"', `"connection.password": ${JSON.stringify(server.password)}`)
      .replace('"topic.prefix": "shop-"', `"topic.prefix": "${prefix}"`)
      .replace('shop-orders', topic)
      .replace('http://localhost:9200', searchUrl)
      .replace('http://localhost:9870', hdfs.url)
      .replace('"rotate.schedule.interval.ms": "60000"', '"rotate.schedule.interval.ms": "1000"');
    const { config } = JSON.parse(changed) as { readonly config: Record<string, string> };
    await rest.putConfig(`${prefix}${name}`, config);
  }
}

interface Order {
  readonly id: number;
  readonly customer: string;
  readonly amount: number;
}

async function untilIndexed(expected: Readonly<Record<string, string>>): Promise<void> {
  await waitFor('the documents', async () => {
    await fetch(`${searchUrl}/${topic}/_refresh`, { method: 'POST' });
    const answer = await fetch(`${searchUrl}/${topic}/_search?size=100`);
    const { hits } = (await answer.json()) as {
      readonly hits: { readonly hits: readonly { readonly _id: string; readonly _source: Order }[] };
    };
    const found = hits.hits.map(({ _id, _source }) => [_id, `${_source.customer} ${_source.amount}`]);
    expect(Object.fromEntries(found)).toEqual(expected);
    return true;
  });
}

/** All rows of the files, as Hadoop's own client gets them and PyArrow reads them. */
async function rowsInHdfs(count: number): Promise<string[]> {
  const summary = `${hdfs.url}/webhdfs/v1/topics/${topic}?op=LISTSTATUS_BATCH`;
  await waitFor('a folder', async () => (await fetch(summary)).ok || undefined);
  return await waitFor(`${count} rows`, async () => {
    const copy = join(folder.path, randomUUID());
    const { exitCode, stderr } = await hdfs.shell('-get', `/topics/${topic}`, copy);
    if (exitCode !== 0) throw new Error(stderr);
    const files = (await readdir(copy, { recursive: true })).filter((file) => file.endsWith('.parquet'));
    const program = `
import pyarrow.parquet, sys
for path in sys.argv[1:]:
  for row in pyarrow.parquet.ParquetFile(path).read().to_pylist():
    print(row["id"], row["customer"], row["amount"], row["changed_at"].year)`;
    const paths = files.map((file) => join(copy, file));
    const { stdout } = await runProgram(await pythonWith(readers), ['-c', program, ...paths]);
    const rows = stdout.split('\n').filter((row) => row !== '');
    if (rows.length < count) throw new Error(`there are ${rows.length}: ${files.join(', ')}`);
    return rows.toSorted();
  });
}

describe('the example with a search index and HDFS', () => {
  it('keeps an index as the table is, and each change in files', async () => {
    await startExample();
    await untilIndexed({ 1: 'Ada 19.9', 2: 'Grace 7', 3: 'Edsger 64.2' });
    await shop.execute(`UPDATE orders SET amount = 21.50, changed_at = now() WHERE customer = 'Ada'`);
    await shop.execute(`INSERT INTO orders (customer, amount) VALUES ('Barbara', 42.50)`);
    await untilIndexed({ 1: 'Ada 21.5', 2: 'Grace 7', 3: 'Edsger 64.2', 4: 'Barbara 42.5' });
    const year = new Date().getUTCFullYear();
    expect(await rowsInHdfs(5)).toEqual([
      `1 Ada 19.90 ${year}`,
      `1 Ada 21.50 ${year}`,
      `2 Grace 7.00 ${year}`,
      `3 Edsger 64.20 ${year}`,
      `4 Barbara 42.50 ${year}`,
    ]);
  });
});
