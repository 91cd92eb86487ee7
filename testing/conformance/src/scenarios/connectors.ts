import type { Json } from '../scenario/scenario.ts';

export const sourceConfig = {
  'connector.class': 'FileStreamSource',
  'tasks.max': '1',
  file: '<folder>/source.txt',
  topic: '<topic>',
} as const;

export const sinkConfig = {
  'connector.class': 'org.apache.kafka.connect.file.FileStreamSinkConnector',
  'tasks.max': '1',
  file: '<folder>/sink.txt',
  topics: '<topic>',
} as const;

/** A sink whose task cannot open its file. */
export const brokenSinkConfig = { ...sinkConfig, file: '<folder>/no/such/folder/sink.txt' } as const;

/** What a status holds when the connector and as many tasks are in these states. */
export function states(connector: string, ...tasks: readonly string[]): Json {
  return { connector: { state: connector }, tasks: tasks.map((state) => ({ state })) };
}
