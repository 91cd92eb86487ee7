import { join } from 'node:path';
import type { Properties } from '@sluice/testing-services';
import { fileTarget } from '../../targets/file-target.ts';
import { fillTopic, type TopicContent } from '../fill-topic.ts';
import type { Stage } from '../scenario.ts';
import type { Job } from '../worker-scenario.ts';

/** Fills a topic; each run is a FileStreamSink that reads it, with these transformations. */
export async function topicToFile(
  stage: Stage,
  content: Omit<TopicContent, 'records'>,
  transformations: Properties,
): Promise<(run: string) => Promise<Job>> {
  await fillTopic(stage, { ...content, records: stage.records });
  return (run) => {
    const file = join(stage.folder, `${run}.txt`);
    const connector = { 'connector.class': 'FileStreamSink', 'tasks.max': '1', file, topics: content.topic };
    return Promise.resolve({ connector: { ...connector, ...transformations }, target: fileTarget(file) });
  };
}
