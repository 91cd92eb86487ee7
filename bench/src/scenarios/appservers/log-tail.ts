import { join } from 'node:path';
import { measureWorker } from '../../measure-worker.ts';
import { createTopicTarget } from '../../targets/topic-target.ts';
import { workers } from '../../workers/all-workers.ts';
import { writeLines } from '../lines-file.ts';
import { recordBytes, type Scenario } from '../scenario.ts';
import { transferMetrics } from '../worker-scenario.ts';

/** With one request at a time, and 16 or 128 KiB in it, much of the time are round trips. */
const largeBatches = {
  'producer.override.batch.size': String(1024 * 1024),
  'producer.override.linger.ms': '5',
};

export const logTail: Scenario = {
  summary: `LogSource reads a log of lines of ${recordBytes} bytes into a topic of one partition`,
  contenders: { sluice: workers.sluice },
  metrics: transferMetrics,
  bars: [{ metric: 'recordsPerSecond', reaches: 500_000 }],
  prepare: async (stage) => {
    const { kafka, folder, records, payload } = stage;
    const file = join(folder, 'tailed.log');
    await writeLines(file, { count: records, line: (number) => payload.record(number, recordBytes) });
    return async ({ name }) => {
      const target = await createTopicTarget(kafka, name);
      const connector = {
        'connector.class': 'LogSource',
        'tasks.max': '1',
        paths: file,
        topic: name,
        ...largeBatches,
      };
      const job = { connector, target };
      const measurements = await measureWorker({ name, worker: workers.sluice, stage, job });
      await target.remove();
      return measurements;
    };
  },
};
