import { join } from 'node:path';
import { createTopicTarget } from '../targets/topic-target.ts';
import { writeLines } from './lines-file.ts';
import { recordBytes } from './scenario.ts';
import { transferMetrics, workerScenario } from './worker-scenario.ts';

export const fileSource = workerScenario({
  summary: 'FileStreamSource reads a file into a topic of one partition',
  metrics: transferMetrics,
  bars: [{ metric: 'cpuSeconds', timesBetterThan: 'java', atLeast: 5 }],
  prepare: async ({ kafka, folder, records, payload }) => {
    const file = join(folder, 'input.txt');
    await writeLines(file, { count: records, line: (number) => payload.record(number, recordBytes) });
    return async (run) => ({
      connector: { 'connector.class': 'FileStreamSource', 'tasks.max': '1', file, topic: run },
      target: await createTopicTarget(kafka, run),
    });
  },
});
