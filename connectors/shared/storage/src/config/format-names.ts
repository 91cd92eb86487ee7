import { refusal, type Validator } from '@sluice/connect-api';

export type FormatName = 'avro' | 'json' | 'parquet' | 'string' | 'bytes';

const formats: Readonly<Record<string, FormatName>> = {
  AvroFormat: 'avro',
  JsonFormat: 'json',
  ParquetFormat: 'parquet',
  StringFormat: 'string',
  ByteArrayFormat: 'bytes',
};

export type PartitionerName = 'Default' | 'Field' | 'TimeBased' | 'Hourly' | 'Daily';

const partitioners: readonly PartitionerName[] = ['Default', 'Field', 'TimeBased', 'Hourly', 'Daily'];

/** The format of a class, whatever package it is in, or of a plain name such as `json`; `null` for others. */
export function formatOf(className: string): FormatName | null {
  const plain = Object.values(formats).find((name) => name === className);
  return plain ?? formats[simpleName(className)] ?? null;
}

/** Likewise for a partitioner: by class, or as `Daily`. */
export function partitionerOf(className: string): PartitionerName | null {
  const name = simpleName(className).replace(/Partitioner$/, '');
  return partitioners.find((known) => known === name) ?? null;
}

function simpleName(className: string): string {
  return className.slice(className.lastIndexOf('.') + 1);
}

function knownClass(known: (name: string) => unknown, names: string): Validator<string> {
  return {
    describe: () => names,
    check: (checked) => {
      const { value } = checked;
      if (typeof value !== 'string' || known(value) !== null) return null;
      return refusal(checked, `Known are ${names}`);
    },
  };
}

export const knownFormat = knownClass(
  formatOf,
  'AvroFormat, JsonFormat, ParquetFormat, StringFormat, ByteArrayFormat',
);
export const knownPartitioner = knownClass(
  partitionerOf,
  'DefaultPartitioner, FieldPartitioner, TimeBasedPartitioner, HourlyPartitioner, DailyPartitioner',
);
