import { ConfigError, isConfigError, type ConfigIssue, type ConfigOf } from '@sluice/connect-api';
import { DefaultPartitioner } from '../partitioners/default-partitioner.ts';
import { FieldPartitioner } from '../partitioners/field-partitioner.ts';
import type { Partitioner } from '../partitioners/partitioner.ts';
import { TimePartitioner } from '../partitioners/time-partitioner.ts';
import { TimeZone } from '../partitioners/time-zone.ts';
import { timestampExtractor } from '../partitioners/timestamp-extractors.ts';
import { partitionerOf } from './format-names.ts';
import type { partitionerKeys } from './partitioner-keys.ts';
import { extractorOf } from './validators.ts';

export type PartitionerConfig = ConfigOf<typeof partitionerKeys>;

const hourMs = 3_600_000;
const dayFormat = "'year'=YYYY/'month'=MM/'day'=dd";

/** @throws ConfigError when a key that the partitioner needs is not given, or its path format means nothing. */
export function choosePartitioner(config: PartitionerConfig): Partitioner {
  switch (partitionerOf(config['partitioner.class'])) {
    case 'Field':
      requireKey(config['partition.field.name'].length > 0, 'partition.field.name', 'FieldPartitioner');
      return new FieldPartitioner(config['partition.field.name'], '/');
    case 'Hourly':
      return byTime(config, hourMs, `${dayFormat}/'hour'=HH`);
    case 'Daily':
      return byTime(config, 24 * hourMs, dayFormat);
    case 'TimeBased': {
      const durationMs = Number(config['partition.duration.ms']);
      requireKey(durationMs > 0, 'partition.duration.ms', 'TimeBasedPartitioner');
      requireKey(config['path.format'] !== '', 'path.format', 'TimeBasedPartitioner');
      return byTime(config, durationMs, config['path.format']);
    }
    default:
      return new DefaultPartitioner();
  }
}

/** What is wrong with the keys of the partitioner, for validation. */
export function partitionerIssues(config: PartitionerConfig): ConfigIssue[] {
  try {
    choosePartitioner(config);
    return [];
  } catch (error) {
    if (!isConfigError(error)) throw error;
    const { message } = error;
    const key = ['partition.field.name', 'partition.duration.ms', 'timezone'].find((name) =>
      message.includes(name),
    );
    return [{ key: key ?? 'path.format', message }];
  }
}

function byTime(config: PartitionerConfig, durationMs: number, pathFormat: string): TimePartitioner {
  requireKey(config.timezone !== '', 'timezone', 'A partitioner by time');
  return new TimePartitioner({
    durationMs,
    pathFormat: pathFormat,
    locale: config.locale === '' ? 'en' : config.locale.replaceAll('_', '-'),
    zone: new TimeZone(config.timezone),
    extractor: timestampExtractor(
      extractorOf(config['timestamp.extractor']) ?? 'Wallclock',
      config['timestamp.field'],
    ),
  });
}

function requireKey(isGiven: boolean, key: string, owner: string): void {
  if (isGiven) return;
  throw new ConfigError(`Missing configuration ${key}, which ${owner} needs`);
}
