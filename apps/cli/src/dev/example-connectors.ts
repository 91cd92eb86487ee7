import { join } from 'node:path';

/** The pipelines that `sluice dev` runs when it is given none. */
export interface Example {
  readonly topic: string;
  /** What the sink writes. */
  readonly sinkFile: string;
  /** Connector configurations by name. */
  readonly connectors: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Follows a log that grows, through a topic, into a file. */
export function exampleConnectors(logFile: string, dataFolder: string): Example {
  const topic = 'sluice-log';
  const sinkFile = join(dataFolder, 'sluice-log.copy');
  const text = 'org.apache.kafka.connect.storage.StringConverter';
  return {
    topic,
    sinkFile,
    connectors: {
      'example-log-source': {
        'connector.class': 'FileStreamSource',
        file: logFile,
        topic,
        'key.converter': text,
        'value.converter': text,
      },
      'example-file-sink': {
        'connector.class': 'FileStreamSink',
        file: sinkFile,
        topics: topic,
        'key.converter': text,
        'value.converter': text,
      },
    },
  };
}
