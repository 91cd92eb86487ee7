import {
  ConfigError,
  defineConfig,
  defineKeyAndValue,
  formatInvalidConfigValue,
  oneOf,
  parseFieldPath,
  SchemaCache,
  string,
  type ConfigOf,
  type ConnectRecord,
  type RecordPart,
  type Transformation,
} from '@sluice/connect-api';
import { DateFormat } from '../date-format/date-format.ts';
import { parseDatePattern } from '../date-format/date-pattern.ts';
import { kafkaVersion, transformsPackage } from '../names.ts';
import { fieldSyntaxVersion, replaceNullWithDefault, syntaxOf } from '../options.ts';
import { editTree, type EditedField, type FieldEdit } from '../structure/field-tree.ts';
import { PartRewriter } from '../structure/part-rewriter.ts';
import { readTimestamp, sourceKindOf, sourceKindOfValue, type SourceKind } from './timestamp-source.ts';
import { targetSchema, targetTypes, writeTimestamp, type TargetType } from './timestamp-target.ts';
import { unixPrecisions, type UnixPrecision } from './unix-time.ts';

const timestampConverterConfig = defineConfig({
  field: string({
    doc: 'The field with the timestamp; empty when the whole key or value is one.',
    importance: 'high',
    default: '',
  }),
  'target.type': string<TargetType>({
    doc: 'What timestamps become: a `string`, a number of `unix` time, or a `Date`, `Time` or `Timestamp`.',
    importance: 'high',
    validator: oneOf(...targetTypes),
  }),
  format: string({
    doc: 'How texts are read and written, in UTC: a pattern of `java.text.SimpleDateFormat`.',
    importance: 'medium',
    default: '',
  }),
  'unix.precision': string<UnixPrecision>({
    doc: 'What numbers of Unix time count.',
    importance: 'low',
    default: 'milliseconds',
    validator: oneOf(...unixPrecisions),
  }),
  'replace.null.with.default': replaceNullWithDefault,
  'field.syntax.version': fieldSyntaxVersion,
});

type TimestampConverterConfig = ConfigOf<typeof timestampConverterConfig>;

export const timestampConverter = defineKeyAndValue({
  className: `${transformsPackage}.TimestampConverter`,
  version: kafkaVersion,
  summary: 'Converts timestamps between texts, Unix time and the types of Connect.',
  config: timestampConverterConfig,
  validate(config) {
    const message = problemWith(config);
    return message === null ? [] : [{ key: 'format', message }];
  },
  createFor(part, config) {
    const problem = problemWith(config);
    if (problem !== null) throw new ConfigError(problem, { key: 'format' });
    const edit = timestampEdit(config);
    if (config.field === '') return new WholeTimestamp(part, edit);
    const path = parseFieldPath(config.field, syntaxOf(config['field.syntax.version']));
    return new PartRewriter({
      part,
      purpose: 'converting timestamp formats',
      tree: editTree([[path, edit]]),
      appliesDefaults: config['replace.null.with.default'],
      keeps: 'optional-and-default',
      nulls: 'with-new-schema',
    });
  },
});

function problemWith({ format, 'target.type': type }: TimestampConverterConfig): string | null {
  if (format === '') {
    return type === 'string'
      ? 'TimestampConverter requires format option to be specified when using string timestamps'
      : null;
  }
  const { problem } = parseDatePattern(format);
  if (problem === null) return null;
  // The odd arrangement of value and key is Kafka's.
  return formatInvalidConfigValue({
    value: `java.lang.IllegalArgumentException: ${problem}`,
    key: `TimestampConverter requires a SimpleDateFormat-compatible pattern for string timestamps: ${format}`,
  });
}

function timestampEdit(config: TimestampConverterConfig): FieldEdit {
  const type = config['target.type'];
  const formats = {
    format: config.format === '' ? null : new DateFormat(config.format),
    precision: config['unix.precision'],
  };
  const converted = (kind: SourceKind, value: unknown): unknown =>
    writeTimestamp(type, readTimestamp(kind, value, formats), formats);
  return {
    compile(schema) {
      const kind = sourceKindOf(schema);
      const convert = (value: unknown) => (value === null ? null : converted(kind, value));
      return { schema: targetSchema(type, schema), convert };
    },
    convert: (value) => (value === null ? null : converted(sourceKindOfValue(value), value)),
  };
}

class WholeTimestamp implements Transformation {
  readonly #part: RecordPart;
  readonly #edit: FieldEdit;
  readonly #compiled: SchemaCache<EditedField>;

  constructor(part: RecordPart, edit: FieldEdit) {
    this.#part = part;
    this.#edit = edit;
    this.#compiled = new SchemaCache((schema) => edit.compile(schema));
  }

  apply(record: ConnectRecord): ConnectRecord {
    const schema = this.#part.schemaOf(record);
    const value = this.#part.valueOf(record);
    if (schema === null) return this.#part.replaced(record, null, this.#edit.convert(value));
    const compiled = this.#compiled.get(schema);
    return this.#part.replaced(record, compiled.schema, compiled.convert(value));
  }
}
