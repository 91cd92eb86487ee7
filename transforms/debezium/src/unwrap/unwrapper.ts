import {
  DataError,
  isStruct,
  javaClassNameOf,
  SchemaCache,
  schemas,
  type ConnectRecord,
  type ConnectRecordInit,
  type Schema,
  type Struct,
  type Transformation,
} from '@sluice/connect-api';
import { isEnvelopeSchema, schemalessEnvelope } from '../envelope.ts';
import { EnvelopePlan } from './envelope-plan.ts';
import { fieldDropOf } from './field-drop.ts';
import { KeyDrop } from './key-drop.ts';
import { SchemalessUnwrapper } from './schemaless-unwrapper.ts';
import type { UnwrapOptions } from './unwrap-options.ts';

/** Puts the state of the row in the place of the change event that is around it. */
export class Unwrapper implements Transformation {
  readonly #options: UnwrapOptions;
  readonly #keys: KeyDrop;
  readonly #schemaless: SchemalessUnwrapper;
  readonly #plans: SchemaCache<EnvelopePlan | null>;

  constructor(options: UnwrapOptions) {
    this.#options = options;
    this.#keys = new KeyDrop(options.drops);
    this.#schemaless = new SchemalessUnwrapper(options, this.#keys);
    this.#plans = new SchemaCache((schema) =>
      isEnvelopeSchema(schema) ? new EnvelopePlan(schema, options) : null,
    );
  }

  apply(record: ConnectRecord): ConnectRecord | null {
    const { value, valueSchema } = record;
    if (value === null) return this.#fromTombstone(record);
    if (valueSchema === null) {
      const event = schemalessEnvelope(record);
      return event === null ? record : this.#schemaless.unwrap(record, event);
    }
    const plan = this.#plans.get(valueSchema);
    if (plan === null) return record;
    if (!isStruct(value)) throw notAStruct(value, valueSchema);
    return this.#fromEvent(record, value, plan);
  }

  #fromTombstone(record: ConnectRecord): ConnectRecord | null {
    const { mode, addedHeaders } = this.#options;
    if (!mode.keepsTombstones) return null;
    const names = addedHeaders.filter(({ path }) => path.at(-1) === 'op');
    if (names.length === 0) return record;
    const headers = record.headers.duplicate();
    for (const { newName } of names) headers.add(newName, 'd', schemas.string);
    return record.with({ headers });
  }

  #fromEvent(record: ConnectRecord, event: Struct, plan: EnvelopePlan): ConnectRecord | null {
    if (plan.after(event) !== null) return this.#fromRow(record, event, plan);
    // Neither a state before nor one after: the table was truncated.
    if (plan.before(event) === null) return null;
    return this.#fromDelete(record, event, plan);
  }

  #fromRow(record: ConnectRecord, event: Struct, plan: EnvelopePlan): ConnectRecord {
    const drop = fieldDropOf(record, this.#options.drops);
    const { schema: valueSchema, value } = plan.rewrite(event, 'after', drop);
    return record.with({
      ...this.#topicChange(event, 'after', plan),
      ...this.#headerChange(record, event, plan),
      ...this.#keys.changesOf(record, drop),
      valueSchema,
      value,
    });
  }

  #fromDelete(record: ConnectRecord, event: Struct, plan: EnvelopePlan): ConnectRecord | null {
    const { deleted } = this.#options.mode;
    if (deleted === 'nothing') return null;
    const drop = fieldDropOf(record, this.#options.drops);
    const changes = {
      ...this.#topicChange(event, 'before', plan),
      ...this.#headerChange(record, event, plan),
      ...this.#keys.changesOf(record, drop),
    };
    if (deleted === 'old-row') {
      const { schema: valueSchema, value } = plan.rewrite(event, 'before', drop);
      return record.with({ ...changes, valueSchema, value });
    }
    const valueSchema = deleted === 'null-row' ? plan.rowSchema : null;
    return record.with({ ...changes, valueSchema, value: null });
  }

  #topicChange(event: Struct, state: 'before' | 'after', plan: EnvelopePlan): Partial<ConnectRecordInit> {
    const { routeByField } = this.#options;
    const topic = routeByField === null ? null : plan.topicOf(event, state, routeByField);
    return topic === null ? {} : { topic };
  }

  #headerChange(record: ConnectRecord, event: Struct, plan: EnvelopePlan): Partial<ConnectRecordInit> {
    if (plan.headers.length === 0) return {};
    const headers = record.headers.duplicate();
    for (const { newName, schema, read } of plan.headers) headers.add(newName, read(event), schema);
    return { headers };
  }
}

function notAStruct(value: unknown, schema: Schema): DataError {
  return new DataError(
    `Only Struct objects supported for [field extraction], found: ${javaClassNameOf(value, schema)}`,
  );
}
