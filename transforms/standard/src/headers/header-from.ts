import {
  ConfigError,
  DataError,
  defineConfig,
  defineKeyAndValue,
  list,
  nameField,
  oneOf,
  parseFieldPath,
  refusal,
  SchemaCache,
  string,
  valueAtPath,
  type ConfigOf,
  type ConnectRecord,
  type Headers,
  type RecordPart,
  type Schema,
  type Transformation,
  type Validator,
} from '@sluice/connect-api';
import { kafkaVersion, transformsPackage } from '../names.ts';
import { fieldSyntaxVersion, replaceNullWithDefault, syntaxOf } from '../options.ts';
import { compileFieldReader, type FieldReader } from '../structure/field-reader.ts';
import type { FieldTree } from '../structure/field-tree.ts';
import { requiredMap, requiredStruct } from '../structure/required-structure.ts';
import { rewriteMap } from '../structure/rewrite-map.ts';
import { selectionTree } from '../structure/selection.ts';
import { StructPlan } from '../structure/struct-plan.ts';

const notEmpty: Validator<readonly string[]> = {
  describe: () => 'non-empty list',
  check: (checked) =>
    Array.isArray(checked.value) && checked.value.length > 0 ? null : refusal(checked, 'Empty list'),
};

const config = defineConfig({
  fields: list({ doc: 'Fields whose values become headers.', importance: 'high', validator: notEmpty }),
  headers: list({
    doc: 'Keys of the headers, in the order of the fields.',
    importance: 'high',
    validator: notEmpty,
  }),
  operation: string<'move' | 'copy'>({
    doc: '`move` takes the fields out of the record, `copy` leaves them there.',
    importance: 'high',
    validator: oneOf('move', 'copy'),
  }),
  'replace.null.with.default': replaceNullWithDefault,
  'field.syntax.version': fieldSyntaxVersion,
});

type HeaderFromConfig = ConfigOf<typeof config>;

const unequal = "'fields' config must have the same number of elements as 'headers' config.";

export const headerFrom = defineKeyAndValue({
  className: `${transformsPackage}.HeaderFrom`,
  version: kafkaVersion,
  summary: 'Moves or copies fields of the key or value to headers.',
  config,
  validate: ({ fields, headers }) =>
    fields.length === headers.length ? [] : [{ key: 'headers', message: unequal }],
  createFor: (part, config) => new HeaderFrom(part, config),
});

interface Source {
  readonly field: string;
  readonly path: readonly string[];
  readonly header: string;
}

/** What is compiled for a schema. */
interface Plan {
  readonly readers: readonly (FieldReader & { readonly header: string })[];
  /** `null` when the fields stay. */
  readonly rest: StructPlan | null;
}

class HeaderFrom implements Transformation {
  readonly #part: RecordPart;
  readonly #appliesDefaults: boolean;
  readonly #purpose: string;
  readonly #sources: readonly Source[];
  /** `null` when the fields stay. */
  readonly #removal: FieldTree | null;
  readonly #plans = new SchemaCache((schema) => this.#compile(schema));

  constructor(part: RecordPart, config: HeaderFromConfig) {
    const { fields, headers, operation } = config;
    if (fields.length !== headers.length) throw new ConfigError(unequal);
    this.#part = part;
    this.#appliesDefaults = config['replace.null.with.default'];
    this.#purpose = `header ${operation}`;
    const syntax = syntaxOf(config['field.syntax.version']);
    this.#sources = fields.map((field, index) => ({
      field,
      path: parseFieldPath(field, syntax),
      header: headers[index] as string,
    }));
    const exclude = this.#sources.map(({ path }) => path);
    this.#removal = operation === 'copy' ? null : selectionTree({ exclude, include: [], renames: [] });
  }

  apply(record: ConnectRecord): ConnectRecord {
    const schema = this.#part.schemaOf(record);
    return schema === null ? this.#applyToMap(record) : this.#applyToStruct(record, schema);
  }

  #applyToMap(record: ConnectRecord): ConnectRecord {
    const map = requiredMap(this.#part.valueOf(record), this.#purpose);
    const headers = record.headers.duplicate();
    for (const { path, header } of this.#sources) headers.add(header, valueAtPath(map, path, false), null);
    const rest = this.#removal === null ? map : rewriteMap(map, this.#removal, record);
    return withHeaders(this.#part.replaced(record, null, rest), headers);
  }

  #applyToStruct(record: ConnectRecord, schema: Schema): ConnectRecord {
    const struct = requiredStruct(this.#part.valueOf(record), schema, this.#purpose);
    const { readers, rest } = this.#plans.get(schema);
    const headers = record.headers.duplicate();
    for (const reader of readers) headers.add(reader.header, reader.read(struct), reader.schema);
    if (rest === null) return withHeaders(record, headers);
    return withHeaders(this.#part.replaced(record, rest.schema, rest.apply(struct, record)), headers);
  }

  #compile(schema: Schema): Plan {
    const appliesDefaults = this.#appliesDefaults;
    const readers = this.#sources.map(({ path, field, header }) => {
      const reader = compileFieldReader(schema, path, appliesDefaults);
      if (reader === null) throw nameField(new DataError(`Field does not exist: ${field}`), field);
      return { ...reader, header };
    });
    const removal = this.#removal;
    const rest =
      removal === null ? null : new StructPlan(schema, removal, { appliesDefaults, keeps: 'neither' });
    return { readers, rest };
  }
}

function withHeaders(record: ConnectRecord, headers: Headers): ConnectRecord {
  return record.with({ headers });
}
