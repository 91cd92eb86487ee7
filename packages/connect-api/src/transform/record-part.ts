import type { ConfigDefinition, ConfigOf } from '../config/config-definition.ts';
import type { Schema } from '../data/schema.ts';
import type { ConnectRecord } from '../records/connect-record.ts';
import { defineTransformation, type Transformation, type TransformationPlugin } from './transformation.ts';

/** The half of a record that a transformation works on. */
export interface RecordPart {
  readonly name: 'key' | 'value';
  schemaOf(record: ConnectRecord): Schema | null;
  valueOf(record: ConnectRecord): unknown;
  /** The record with another schema and value in this half. */
  replaced(record: ConnectRecord, schema: Schema | null, value: unknown): ConnectRecord;
}

/** The keys of records. */
export const keyPart: RecordPart = {
  name: 'key',
  schemaOf: ({ keySchema }) => keySchema,
  valueOf: ({ key }) => key,
  replaced: (record, schema, value) => record.with({ keySchema: schema, key: value }),
};

/** The values of records. */
export const valuePart: RecordPart = {
  name: 'value',
  schemaOf: ({ valueSchema }) => valueSchema,
  valueOf: ({ value }) => value,
  replaced: (record, schema, value) => record.with({ valueSchema: schema, value }),
};

/** What {@link defineKeyAndValue} needs to know. */
export interface KeyAndValuePlugin<D extends ConfigDefinition> extends Omit<
  TransformationPlugin<D>,
  'kind' | 'createTransformation'
> {
  /** @throws ConfigError when the options do not fit together. */
  createFor(part: RecordPart, config: ConfigOf<D>): Transformation;
}

/** Declares the classes `<className>$Key` and `<className>$Value`, which do the same to a record's two halves. */
export function defineKeyAndValue<const D extends ConfigDefinition>({
  createFor,
  ...plugin
}: KeyAndValuePlugin<D>): readonly [TransformationPlugin<D>, TransformationPlugin<D>] {
  const declare = (suffix: string, part: RecordPart) =>
    defineTransformation<D>({
      ...plugin,
      className: `${plugin.className}$${suffix}`,
      createTransformation: (config) => createFor(part, config),
    });
  return [declare('Key', keyPart), declare('Value', valuePart)];
}
