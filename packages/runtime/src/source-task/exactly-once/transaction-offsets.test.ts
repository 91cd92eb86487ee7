import type { ProducerRecord } from '@sluice/kafka-client';
import { expect, it } from 'vitest';
import { OffsetTable } from '../../stores/offset-table.ts';
import { TransactionOffsets, type TransactionOffsetsParts } from './transaction-offsets.ts';

it('offsets go to the partition of their keys, however records are divided', async () => {
  const appended: ProducerRecord[] = [];
  const table = new OffsetTable();
  const offsets = new TransactionOffsets({
    connector: 'c',
    own: {
      topic: 'offsets',
      storedForms: (entries) => entries.flatMap((entry) => table.storedForms(entry)),
    } as TransactionOffsetsParts['own'],
    layered: null,
    producer: {
      partitionCount: () => 25,
      partitionOfKey: (_topic, key) => key.length,
      append: (record) => {
        appended.push(record);
        return true;
      },
    } as Partial<TransactionOffsetsParts['producer']> as TransactionOffsetsParts['producer'],
    cancelSignal: new AbortController().signal,
  });
  const entries = offsets.encode([{ partition: { p: 'a' }, offset: { position: 1 } }]);
  await offsets.append(entries);
  expect(appended).toMatchObject([{ topic: 'offsets', partition: '["c",{"p":"a"}]'.length }]);
});
