import { DataError, SinkRecord, type ErrantRecordReporter } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { reportRejected } from './report-rejected.ts';

const records = [0, 1, 2].map(
  (kafkaOffset) => new SinkRecord({ topic: 't', kafkaPartition: 0, kafkaOffset, value: 'v' }),
);
const rejected = [2, 0].map((index) => ({ index, error: new DataError(`wrong ${index}`) }));

describe('records that were refused', () => {
  it('are reported in their order, and the reports waited for', async () => {
    const reported: unknown[] = [];
    const reporter: ErrantRecordReporter = {
      report: async (record, error) => {
        await Promise.resolve();
        reported.push([record.kafkaOffset, (error as Error).message]);
      },
    };
    await reportRejected(reporter, records, rejected);
    expect(reported).toEqual([
      [0, 'wrong 0'],
      [2, 'wrong 2'],
    ]);
  });

  it('are given to the worker where nobody takes reports', async () => {
    await expect(reportRejected(null, records, rejected)).rejects.toMatchObject({
      rejected: [{ index: 0 }, { index: 2 }],
    });
    await expect(reportRejected(null, records, [])).resolves.toBeUndefined();
  });
});
