import { setTimeout as sleep } from 'node:timers/promises';
import { defineConfig, defineSourceConnector, schemas, SourceRecord, string } from '@sluice/connect-api';

const batchSize = 1000;

const config = defineConfig({
  topic: string({ doc: 'Where the strings go.', importance: 'high' }),
  records: string({ doc: 'How many.', importance: 'high' }),
  'record.bytes': string({ doc: 'How long each is.', importance: 'high' }),
});

/** Makes strings as fast as they are taken; StringSource.java does the same. */
const stringSource = defineSourceConnector({
  className: 'org.example.bench.StringSource',
  taskClassName: 'org.example.bench.StringSource$StringSourceTask',
  version: '1',
  summary: 'Makes strings.',
  config,
  createTask: ({ topic, records, 'record.bytes': recordBytes }) => {
    const bytes = Number(recordBytes);
    const values = Array.from({ length: batchSize }, (_none, index) =>
      `${String(index).padStart(12, '0')} the quick brown fox jumps over the lazy dog `
        .padEnd(bytes, 'x')
        .slice(0, bytes),
    );
    const all = Number(records);
    let made = 0;
    return {
      poll: async () => {
        const count = Math.min(batchSize, all - made);
        if (count === 0) {
          await sleep(50);
          return null;
        }
        const batch: SourceRecord[] = [];
        for (let index = 0; index < count; index++) {
          made += 1;
          batch.push(
            new SourceRecord({
              topic,
              valueSchema: schemas.string,
              value: values[index],
              sourcePartition: { generator: 'strings' },
              sourceOffset: { made },
            }),
          );
        }
        return batch;
      },
    };
  },
});

export const plugins = [stringSource];
