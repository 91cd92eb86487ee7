import {
  SchemaBuilder,
  SchemaCache,
  Struct,
  type Field,
  type Headers,
  type Schema,
} from '@sluice/connect-api';
import { requiredField } from '../required-field.ts';
import { compileEventTime, payloadField, type EventTimeReader } from './event-time.ts';
import type { RouterOptions } from './router-options.ts';

const maxEnvelopes = 64;

/** A column and how it is called where it goes. */
interface Placed {
  readonly field: Field;
  readonly alias: string;
}

/** What is done to rows of one schema of an outbox table: compiled once, applied to each record. */
export class OutboxRowPlan {
  readonly id: Field;
  readonly key: Field;
  readonly payload: Field;
  /** `null` takes the time of the change event. */
  readonly timeOf: EventTimeReader | null;
  readonly #row: Schema;
  readonly #route: Field;
  readonly #version: Field | null;
  readonly #headers: readonly Placed[];
  readonly #enclosed: readonly Placed[];
  readonly #partition: Field | null;
  readonly #hasEnvelope: boolean;
  /** By the schema of the payload, then by the version and what the route column says. */
  readonly #envelopes = new SchemaCache(() => new Map<string, Schema>());

  /** @throws DataError when a column is not there that is needed, or of another type than is needed. */
  constructor(row: Schema, { columns, placements, failsOnMissing }: RouterOptions) {
    this.#row = row;
    this.payload = payloadField(row, columns.payload);
    this.timeOf = columns.timestamp === null ? null : compileEventTime(row, columns.timestamp);
    this.id = requiredField(row, columns.id);
    this.key = requiredField(row, columns.key);
    this.#route = requiredField(row, columns.route, 'STRING');
    this.#hasEnvelope = placements.some(({ place }) => place === 'envelope');
    const { schemaVersion } = columns;
    this.#version =
      schemaVersion === null || !this.#hasEnvelope ? null : requiredField(row, schemaVersion, 'INT32');
    const present = placements.filter(({ field }) => failsOnMissing || row.field(field) !== undefined);
    const placed = (wanted: string) =>
      present
        .filter(({ place }) => place === wanted)
        .map(({ field, alias }) => ({
          field: requiredField(row, field, wanted === 'partition' ? 'INT32' : null),
          alias,
        }));
    this.#headers = placed('header');
    this.#enclosed = placed('envelope');
    this.#partition = placed('partition').at(-1)?.field ?? null;
  }

  /** What names the topic. */
  routeOf(row: Struct): string | null {
    return row.getAt(this.#route.index) as string | null;
  }

  partitionOf(row: Struct): number | null {
    return this.#partition === null ? null : (row.getAt(this.#partition.index) as number | null);
  }

  addHeaders(row: Struct, headers: Headers): void {
    headers.add('id', valueOf(row, this.id), this.id.schema);
    for (const { field, alias } of this.#headers) headers.add(alias, valueOf(row, field), field.schema);
  }

  /** The payload with the columns that are placed beside it; by itself where none is. */
  enclose(row: Struct, payload: Payload): Payload {
    if (!this.#hasEnvelope) return payload;
    const struct = new Struct(this.#envelopeFor(row, payload.schema)).putAt(0, payload.value);
    this.#enclosed.forEach(({ field }, index) => {
      const value = valueOf(row, field);
      if (value !== null) struct.putAt(index + 1, value);
    });
    return { schema: struct.schema, value: struct };
  }

  #envelopeFor(row: Struct, payload: Schema): Schema {
    const route = this.routeOf(row);
    const version = this.#version === null ? null : (row.getAt(this.#version.index) as number | null);
    const known = this.#envelopes.get(payload);
    const key = `${version} ${route}`;
    let schema = known.get(key);
    if (schema === undefined) {
      schema = this.#buildEnvelope(payload, { route, version });
      if (known.size >= maxEnvelopes) known.clear();
      known.set(key, schema);
    }
    return schema;
  }

  #buildEnvelope(
    payload: Schema,
    { route, version }: { route: string | null; version: number | null },
  ): Schema {
    const builder = SchemaBuilder.struct()
      .name(envelopeName(this.#row.name, String(route)))
      .version(version);
    builder.field('payload', payload);
    for (const { field, alias } of this.#enclosed) builder.field(alias, field.schema);
    return builder.build();
  }
}

/** A value with the schema that goes with it. */
export interface Payload {
  readonly schema: Schema;
  readonly value: unknown;
}

/** The value of a field, its default where it is not set. */
export function valueOf(row: Struct, { index, schema }: Field): unknown {
  return row.getAt(index) ?? schema.defaultValue ?? null;
}

/** `server.schema.table.Value` becomes `server.schema.table.<route>.Value`. */
function envelopeName(rowName: string | null, route: string): string {
  if (rowName === null) return route;
  const end = rowName.lastIndexOf('.') + 1;
  return `${rowName.slice(0, end)}${route}.${rowName.slice(end)}`;
}
