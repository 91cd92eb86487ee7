import { defineConfig, list, long, string } from '@sluice/connect-api';
import { knownPartitioner } from './format-names.ts';
import { interval, knownExtractor, zoneId } from './validators.ts';

const group = 'Partitioner';

export const partitionerKeys = defineConfig({
  'partitioner.class': string({
    doc: 'What the folder of a record goes by: `DefaultPartitioner` (the Kafka partition), `FieldPartitioner`, `TimeBasedPartitioner`, `HourlyPartitioner`, `DailyPartitioner`, with any package before it.',
    importance: 'high',
    group,
    default: 'io.confluent.connect.storage.partitioner.DefaultPartitioner',
    validator: knownPartitioner,
  }),
  'partition.field.name': list({
    doc: 'The fields for `FieldPartitioner`; `a.b` is the field b in a.',
    importance: 'medium',
    group,
    default: [],
  }),
  'partition.duration.ms': long({
    doc: 'How long a folder of `TimeBasedPartitioner` lasts.',
    importance: 'medium',
    group,
    default: -1,
    validator: interval,
  }),
  'path.format': string({
    doc: "The folder of a time for `TimeBasedPartitioner`, as Joda-Time reads patterns: `'year'=YYYY/'month'=MM`.",
    importance: 'medium',
    group,
    default: '',
  }),
  locale: string({
    doc: 'The language for names of months and days in folders, such as `en-US`; English where there is none.',
    importance: 'medium',
    group,
    default: '',
  }),
  timezone: string({
    doc: 'The time zone of folders and of `rotate.schedule.interval.ms`, such as `Europe/Zurich`.',
    importance: 'medium',
    group,
    default: '',
    validator: zoneId,
  }),
  'timestamp.extractor': string({
    doc: 'The time of a record for partitioners by time: the clock, the timestamp of the record, or a field.',
    importance: 'medium',
    group,
    default: 'Wallclock',
    validator: knownExtractor,
  }),
  'timestamp.field': string({
    doc: 'The field for `RecordField`: milliseconds, a timestamp, or text of ISO 8601; `a.b` is the field b in a.',
    importance: 'medium',
    group,
    default: 'timestamp',
  }),
});
