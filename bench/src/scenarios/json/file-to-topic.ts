import { join } from 'node:path';
import type { Properties } from '@sluice/testing-services';
import { createTopicTarget } from '../../targets/topic-target.ts';
import { writeLines } from '../lines-file.ts';
import { payloads } from '../payload.ts';
import { recordBytes, type Stage } from '../scenario.ts';
import type { Job } from '../worker-scenario.ts';

/** Writes a file of text; each run is a FileStreamSource that reads it, with these transformations. */
export async function fileToTopic(
  { kafka, folder, records }: Stage,
  transformations: Properties,
): Promise<(run: string) => Promise<Job>> {
  const file = join(folder, 'input.txt');
  await writeLines(file, { count: records, line: (number) => payloads.string.record(number, recordBytes) });
  return async (run) => ({
    connector: {
      'connector.class': 'FileStreamSource',
      'tasks.max': '1',
      file,
      topic: run,
      ...transformations,
    },
    target: await createTopicTarget(kafka, run),
  });
}
