import {
  DataError,
  defineConfig,
  defineTransformation,
  formatInvalidConfigValue,
  formatRecord,
  string,
  type ConfigOf,
  type ConnectRecord,
  type Transformation,
} from '@sluice/connect-api';
import { DateFormat } from '../date-format/date-format.ts';
import { parseDatePattern } from '../date-format/date-pattern.ts';
import { kafkaVersion, transformsPackage } from '../names.ts';

const timestampRouterConfig = defineConfig({
  'topic.format': string({
    doc: 'The new topic; `${topic}` and `${timestamp}` stand for the old one and the time of the record.',
    importance: 'high',
    default: '${topic}-${timestamp}',
  }),
  'timestamp.format': string({
    doc: 'How the time is written, in UTC: a pattern of `java.text.SimpleDateFormat`.',
    importance: 'high',
    default: 'yyyyMMdd',
  }),
});

export const timestampRouter = defineTransformation({
  className: `${transformsPackage}.TimestampRouter`,
  version: kafkaVersion,
  summary: 'Makes the topic of a record depend on its timestamp.',
  config: timestampRouterConfig,
  validate({ 'timestamp.format': value }) {
    const { problem } = parseDatePattern(value);
    if (problem === null) return [];
    const key = 'timestamp.format';
    return [{ key, message: formatInvalidConfigValue({ key, value, reason: problem }) }];
  },
  createTransformation: (config) => new TimestampRouter(config),
});

class TimestampRouter implements Transformation {
  readonly #topicFormat: string;
  readonly #pattern: string;
  #format: DateFormat | null = null;

  constructor(config: ConfigOf<typeof timestampRouterConfig>) {
    this.#topicFormat = config['topic.format'];
    this.#pattern = config['timestamp.format'];
  }

  apply(record: ConnectRecord): ConnectRecord {
    const { timestampMs } = record;
    if (timestampMs === null) throw new DataError(`Timestamp missing on record: ${formatRecord(record)}`);
    // A pattern that is none is found by validation; a connector that is started all the same fails here.
    this.#format ??= new DateFormat(this.#pattern);
    const timestamp = this.#format.format(new Date(timestampMs));
    const topic = this.#topicFormat
      .replaceAll('${topic}', () => record.topic)
      .replaceAll('${timestamp}', () => timestamp);
    return record.with({ topic });
  }
}
