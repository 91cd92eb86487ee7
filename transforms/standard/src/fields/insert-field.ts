import {
  ConfigError,
  DataError,
  defineConfig,
  defineKeyAndValue,
  formatInvalidConfigValue,
  optionalSchemas,
  parseFieldPath,
  schemas,
  SinkRecord,
  string,
  TimestampSchema,
  TypedNumber,
  type ConfigIssue,
  type ConfigOf,
  type ConnectRecord,
  type FieldSyntax,
  type Schema,
} from '@sluice/connect-api';
import { kafkaVersion, transformsPackage } from '../names.ts';
import { fieldSyntaxVersion, replaceNullWithDefault, syntaxOf } from '../options.ts';
import { additionTree, type AddedField, type AtPath } from '../structure/field-tree.ts';
import { PartRewriter } from '../structure/part-rewriter.ts';

const marks = 'A `!` at its end makes the field required, a `?` (or nothing) optional.';

const insertFieldConfig = defineConfig({
  'topic.field': string({
    doc: `Field for the name of the topic. ${marks}`,
    importance: 'medium',
    default: null,
  }),
  'partition.field': string({
    doc: `Field for the Kafka partition, where the record has one. ${marks}`,
    importance: 'medium',
    default: null,
  }),
  'offset.field': string({
    doc: `Field for the Kafka offset; for sinks only. ${marks}`,
    importance: 'medium',
    default: null,
  }),
  'timestamp.field': string({
    doc: `Field for the timestamp, where the record has one. ${marks}`,
    importance: 'medium',
    default: null,
  }),
  'static.field': string({
    doc: `Field for \`static.value\`. ${marks}`,
    importance: 'medium',
    default: null,
  }),
  'static.value': string({ doc: 'A fixed text.', importance: 'medium', default: null }),
  'replace.null.with.default': replaceNullWithDefault,
  'field.syntax.version': fieldSyntaxVersion,
});

type InsertFieldConfig = ConfigOf<typeof insertFieldConfig>;

export const insertField = defineKeyAndValue({
  className: `${transformsPackage}.InsertField`,
  version: kafkaVersion,
  summary: 'Adds fields: where the record is in Kafka, its timestamp, or a fixed text.',
  config: insertFieldConfig,
  validate(config) {
    const issue = issueOf(config);
    return issue === null ? [] : [issue];
  },
  createFor(part, config) {
    const issue = issueOf(config);
    if (issue !== null) throw new ConfigError(issue.message, { key: issue.key });
    return new PartRewriter({
      part,
      purpose,
      tree: additionTree(additions(config)),
      appliesDefaults: config['replace.null.with.default'],
      keeps: 'neither',
    });
  },
});

const purpose = 'field insertion';

/** What can be inserted, in the order in which it is. */
const insertions: Readonly<Record<string, Insertion>> = {
  'topic.field': { type: 'string', valueFor: ({ topic }) => topic },
  'partition.field': {
    type: 'int32',
    valueFor: ({ kafkaPartition }, hasSchema) =>
      kafkaPartition === null || hasSchema ? kafkaPartition : new TypedNumber('INT32', kafkaPartition),
  },
  'offset.field': { type: 'int64', valueFor: offsetOf },
  'timestamp.field': {
    type: 'timestamp',
    valueFor: ({ timestampMs }, hasSchema) =>
      timestampMs === null || !hasSchema ? timestampMs : new Date(timestampMs),
  },
};

type InsertedType = 'string' | 'int32' | 'int64' | 'timestamp';

interface Insertion {
  readonly type: InsertedType;
  /** Null inserts nothing. */
  valueFor(record: ConnectRecord, hasSchema: boolean): unknown;
}

const requiredSchemas: Readonly<Record<InsertedType, Schema>> = {
  ...schemas,
  timestamp: TimestampSchema.schema,
};
const nullableSchemas: Readonly<Record<InsertedType, Schema>> = {
  ...optionalSchemas,
  timestamp: TimestampSchema.optionalSchema,
};

function offsetOf(record: ConnectRecord): number {
  if (record instanceof SinkRecord) return record.kafkaOffset;
  throw new DataError(
    `Only SinkRecord supported for [${purpose}], found: org.apache.kafka.connect.source.SourceRecord`,
  );
}

function issueOf(config: InsertFieldConfig): ConfigIssue | null {
  const names = [...Object.keys(insertions), 'static.field'] as (keyof InsertFieldConfig)[];
  if (names.every((name) => config[name] === null)) {
    return { key: 'static.field', message: 'No field insertion configured' };
  }
  if (config['static.field'] === null || config['static.value'] !== null) return null;
  const key = 'static.value';
  const reason = `No value specified for static field: ${config['static.field']}`;
  return { key, message: formatInvalidConfigValue({ key, value: null, reason }) };
}

function additions(config: InsertFieldConfig): AtPath<AddedField>[] {
  const text = config['static.value'];
  const all: Readonly<Record<string, Insertion>> = {
    ...insertions,
    'static.field': { type: 'string', valueFor: () => text },
  };
  const syntax = syntaxOf(config['field.syntax.version']);
  return Object.entries(all).flatMap(([key, insertion]) => {
    const spec = config[key as keyof InsertFieldConfig] as string | null;
    return spec === null ? [] : [addition(spec, insertion, syntax)];
  });
}

function addition(spec: string, { type, valueFor }: Insertion, syntax: FieldSyntax): AtPath<AddedField> {
  const isMarked = /[!?]$/.test(spec);
  const path = parseFieldPath(isMarked ? spec.slice(0, -1) : spec, syntax);
  const schema = (spec.endsWith('!') ? requiredSchemas : nullableSchemas)[type];
  return [
    path.slice(0, -1),
    {
      name: path.at(-1) ?? '',
      schema,
      valueFor: (record, hasSchema) => valueFor(record, hasSchema) ?? undefined,
    },
  ];
}
