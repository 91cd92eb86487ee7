import { deepEqual } from 'node:assert/strict';
import { it } from 'node:test';
import { startTestWorker } from '@sluice/test-kit';
import { plugins } from '../src/index.ts';

it('ticks through the transformation and the converter, and goes on where it was stopped', async () => {
  const worker = await startTestWorker({ plugins });
  try {
    await worker.putConnector('ticks', {
      'connector.class': 'TickSource',
      topic: 'ticks',
      'interval.ms': '20',
      limit: '6',
      'value.converter': 'Pairs',
      transforms: 's',
      'transforms.s.type': 'Stamp',
    });
    await worker.read('ticks', 3);
    await worker.stopConnector('ticks');
    await worker.resumeConnector('ticks');
    const records = await worker.read('ticks', 6);
    deepEqual(
      records.map(({ value }) => value),
      [1, 2, 3, 4, 5, 6].map((tick) => `tick=${tick};seen.by=1.0.0`),
    );
  } finally {
    await worker.stop();
  }
});
