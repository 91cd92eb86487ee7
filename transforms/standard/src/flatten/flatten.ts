import {
  defineConfig,
  defineKeyAndValue,
  LinkedMap,
  SchemaCache,
  string,
  type ConnectRecord,
  type JoinedTransformations,
  type RecordPart,
  type Transformation,
} from '@sluice/connect-api';
import { kafkaVersion, transformsPackage } from '../names.ts';
import { DeferredRewriter } from '../structure/deferred-rewriter.ts';
import { changesAlike } from '../structure/part-rewriter.ts';
import { requiredMap, requiredStruct } from '../structure/required-structure.ts';
import { FlattenAndChange } from './flatten-and-change.ts';
import { MapFlattener } from './flatten-map.ts';
import { FlattenPlan } from './flatten-struct.ts';

const flattenConfig = defineConfig({
  delimiter: string({
    doc: 'Stands between the names that are joined. Blanks around it are not part of it.',
    importance: 'medium',
    default: '.',
  }),
});

export const flatten = defineKeyAndValue({
  className: `${transformsPackage}.Flatten`,
  version: kafkaVersion,
  summary: 'Brings the fields of nested structs or maps to the top, under their joined names.',
  config: flattenConfig,
  createFor: (part, { delimiter }) => new Flatten(part, delimiter),
});

const purpose = 'flattening';

class Flatten implements Transformation {
  readonly renewsMapOf: 'key' | 'value';
  readonly #part: RecordPart;
  readonly #delimiter: string;
  readonly #flattener: MapFlattener;
  readonly #plans: SchemaCache<FlattenPlan>;

  constructor(part: RecordPart, delimiter: string) {
    this.renewsMapOf = part.name;
    this.#part = part;
    this.#delimiter = delimiter;
    this.#flattener = new MapFlattener(delimiter);
    this.#plans = new SchemaCache((schema) => new FlattenPlan(schema, delimiter));
  }

  apply(record: ConnectRecord): ConnectRecord {
    const value = this.#part.valueOf(record);
    if (value === null) return record;
    const schema = this.#part.schemaOf(record);
    if (schema === null) {
      const flat = new LinkedMap<unknown, unknown>();
      this.#flattener.flattenInto(flat, requiredMap(value, purpose));
      return this.#part.replaced(record, null, flat);
    }
    const struct = requiredStruct(value, schema, purpose);
    const plan = this.#plans.get(schema);
    return this.#part.replaced(record, plan.schema, plan.apply(struct));
  }

  joinWith(following: readonly Transformation[]): JoinedTransformations | null {
    const part = this.#part;
    const delimiter = this.#delimiter;
    const changes = changesAlike(following, part);
    if (changes.length === 0) return null;
    const options = { changes, delimiter, joined: changes.length };
    const deferred = part.name === 'value' ? new DeferredRewriter(options) : null;
    return new FlattenAndChange({ part, delimiter, changes, deferred });
  }
}
