import { SchemaBuilder, schemas, Struct } from '@sluice/connect-api';
import { startTestWorker } from '@sluice/test-kit';
import { waitFor } from '@sluice/testing-services';
import { describe, expect, inject, it } from 'vitest';
import { confluentSink } from '../../src/sink/sink-plugins.ts';
import { confluentSource } from '../../src/source/source-plugins.ts';
import { startSink, valued } from './running-sink.ts';
import { openTarget, type TargetDatabase, type TargetName } from './target-database.ts';
import { samples } from './type-samples.ts';

const ways: readonly (readonly [TargetName, TargetName])[] = [
  ['postgres18', 'mariadb'],
  ['mariadb', 'sqlite'],
  ['sqlite', 'mysql8'],
  ['mysql8', 'postgres15'],
];

/** Those that every database has a type for; the others come back as text or JSON. */
const types = Object.keys(samples).filter((type) => !['array', 'map', 'struct'].includes(type));

async function fill(target: TargetDatabase): Promise<void> {
  for (const type of types) {
    const { schema, values } = samples[type] ?? { schema: schemas.string, values: [] };
    const row = SchemaBuilder.struct().field('n', schemas.int32).field('v', schema).build();
    const sink = await startSink(confluentSink, {
      config: { ...target.config, 'auto.create': 'true', 'table.name.format': `t_${type}` },
    });
    await sink.put(...values.map((value, n) => valued(row, new Struct(row).put('n', n).put('v', value))));
    await sink.stop();
  }
}

/** The values of a table as texts that are the same in every database. */
async function valuesIn(target: TargetDatabase, table: string, type: string): Promise<readonly string[]> {
  const [n, v] = [target.quote('n'), target.quote('v')];
  const isBytes = type === 'bytes' && target.name.startsWith('postgres');
  const rows = await target.rows(
    `SELECT ${isBytes ? `encode(${v}, 'hex')` : v} FROM ${target.quote(table)} ORDER BY ${n}`,
  );
  return rows.map(([value]) => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
    const text = String(value);
    if (type.startsWith('float')) return String(Number(text));
    if (type === 'boolean') return /^(?:t|true|1)$/.test(text) ? 'true' : 'false';
    return type.startsWith('time') ? text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '') : text;
  });
}

describe.each(ways)('types from %s over a topic into %s', (from, to) => {
  it('arrive as they were', async () => {
    const url = inject('databases').url;
    const [origin, target] = [await openTarget(from, url), await openTarget(to, url)];
    const json = 'org.apache.kafka.connect.json.JsonConverter';
    const worker = await startTestWorker({
      plugins: [confluentSource, confluentSink],
      properties: { 'key.converter': json, 'value.converter': json },
      patienceMs: 30_000,
    });
    try {
      await fill(origin);
      const tables = types.map((type) => `t_${type}`);
      await worker.putConnector('from', {
        ...origin.config,
        'connector.class': confluentSource.className,
        mode: 'incrementing',
        'incrementing.column.name': 'n',
        'timestamp.granularity': 'connect_logical',
        'date.calendar.system': 'PROLEPTIC_GREGORIAN',
        'table.whitelist': tables.join(','),
        'topic.prefix': 'types-',
        'poll.interval.ms': '100',
      });
      await worker.putConnector('into', {
        ...target.config,
        'connector.class': confluentSink.className,
        topics: tables.map((table) => `types-${table}`).join(','),
        'auto.create': 'true',
        'consumer.override.auto.offset.reset': 'earliest',
        'consumer.override.metadata.max.age.ms': '300',
      });
      for (const type of types) {
        const sent = await valuesIn(origin, `t_${type}`, type);
        await waitFor(`the values of ${type}`, async () => {
          const arrived = await valuesIn(target, `types-t_${type}`, type);
          return arrived.length === sent.length || undefined;
        });
        expect([type, await valuesIn(target, `types-t_${type}`, type)]).toEqual([type, sent]);
      }
    } finally {
      await worker.stop();
      await origin.close();
      await target.close();
    }
  });
});
