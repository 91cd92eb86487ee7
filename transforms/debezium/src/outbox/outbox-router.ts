import {
  DataError,
  isStruct,
  javaClassNameOf,
  SchemaCache,
  type ConnectRecord,
  type Schema,
  type Struct,
  type Transformation,
} from '@sluice/connect-api';
import { envelopeField, isEnvelopeSchema } from '../envelope.ts';
import { requiredField } from '../required-field.ts';
import { JsonExpansion } from './expand/json-expansion.ts';
import type { RouterOptions } from './router-options.ts';
import { OutboxRowPlan, valueOf, type Payload } from './row-plan.ts';

/** Where in change events of one schema something is. */
interface EventLayout {
  readonly operation: number;
  readonly timestamp: number | null;
  readonly after: number;
  /** The schema of the row. */
  readonly row: Schema;
}

/** Makes the events of rows that were put into an outbox table. */
export class OutboxRouter implements Transformation {
  readonly #options: RouterOptions;
  readonly #expansion: JsonExpansion | null;
  readonly #layouts = new SchemaCache(layoutOf);
  readonly #plans: SchemaCache<OutboxRowPlan>;

  constructor(options: RouterOptions) {
    this.#options = options;
    this.#expansion = options.expandsJson
      ? new JsonExpansion(options.columns.payload, options.keepsJsonNulls)
      : null;
    this.#plans = new SchemaCache((row) => new OutboxRowPlan(row, options));
  }

  apply(record: ConnectRecord): ConnectRecord | null {
    const { value, valueSchema } = record;
    if (value === null) return null;
    const layout = valueSchema === null ? null : this.#layouts.get(valueSchema);
    if (layout === null || !isStruct(value)) return record;
    const operation = value.getAt(layout.operation);
    if (operation === 'd') return null;
    if (operation === 'u') return this.#refuseUpdate(record);
    const row = value.getAt(layout.after);
    if (!isStruct(row)) {
      const found = javaClassNameOf(row, layout.row);
      throw new DataError(`Only Struct objects supported for [Read Outbox Event], found: ${found}`);
    }
    return this.#fromRow(record, row, timestampIn(value, layout));
  }

  #refuseUpdate({ topic }: ConnectRecord): null {
    if (!this.#options.failsOnUpdates) return null;
    throw new DataError(
      `Unexpected update message received in ${topic}: rows of an outbox table are inserted only`,
      {
        javaClassName: 'java.lang.IllegalStateException',
      },
    );
  }

  #fromRow(record: ConnectRecord, row: Struct, changedMs: number | null): ConnectRecord {
    const plan = this.#plans.get(row.schema);
    const timestampMs = plan.timeOf?.(row) ?? changedMs;
    const headers = record.headers.duplicate();
    plan.addHeaders(row, headers);
    const payload = this.#payloadOf(row, plan);
    const enclosed =
      this.#options.makesTombstones && isEmpty(payload.value) ? null : plan.enclose(row, payload);
    return record.with({
      topic: this.#topicOf(row, plan),
      kafkaPartition: plan.partitionOf(row),
      keySchema: plan.key.schema,
      key: valueOf(row, plan.key),
      valueSchema: enclosed?.schema ?? null,
      value: enclosed?.value ?? null,
      timestampMs,
      headers,
    });
  }

  #payloadOf(row: Struct, { payload }: OutboxRowPlan): Payload {
    const value = valueOf(row, payload);
    const expanded = typeof value === 'string' ? this.#expansion?.expand(value) : null;
    return expanded ?? { schema: payload.schema, value };
  }

  #topicOf(row: Struct, plan: OutboxRowPlan): string {
    const route = plan.routeOf(row);
    if (route !== null) return this.#options.topicOf(route);
    const error = new DataError('The column that names the topic is null');
    error.field = this.#options.columns.route;
    throw error;
  }
}

function layoutOf(schema: Schema): EventLayout | null {
  if (!isEnvelopeSchema(schema)) return null;
  const after = envelopeField(schema, 'after');
  return {
    operation: requiredField(schema, 'op', 'STRING').index,
    timestamp: schema.field('ts_ms')?.index ?? null,
    after: after.index,
    row: after.schema,
  };
}

function timestampIn(event: Struct, { timestamp }: EventLayout): number | null {
  const value = timestamp === null ? null : event.getAt(timestamp);
  if (value === null) return null;
  if (typeof value === 'bigint') return Number(value);
  throw new DataError("Field 'ts_ms' is not of type INT64");
}

function isEmpty(payload: unknown): boolean {
  return payload === null || (typeof payload === 'string' && payload.trim() === '');
}
