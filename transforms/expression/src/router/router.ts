import {
  DataError,
  nameField,
  type ConnectRecord,
  type ConnectRecordInit,
  type Headers,
  type Transformation,
} from '@sluice/connect-api';
import { Evaluation } from '../language/evaluate/evaluation.ts';
import { failure } from '../language/evaluate/evaluation-failure.ts';
import { Instant } from '../language/values/instant.ts';
import { aKind, kindOf } from '../language/values/kind-of.ts';
import type { Value } from '../language/values/value.ts';
import type { RecordExpression } from '../record/record-expression.ts';
import { SchemaPairCache } from '../record/schema-pair-cache.ts';
import { dateOf } from '../record/write/date-of.ts';
import { resultOfType, resultOfValue, type HeaderResult } from './header-result.ts';

export interface RouterOptions {
  readonly topic: RecordExpression | null;
  readonly partition: RecordExpression | null;
  readonly timestamp: RecordExpression | null;
  readonly headers: readonly HeaderOptions[];
  readonly maxSteps: number;
}

export interface HeaderOptions {
  readonly key: string;
  readonly expression: RecordExpression;
}

type Changes = { -readonly [K in keyof ConnectRecordInit]?: ConnectRecordInit[K] };

interface CompiledHeader extends HeaderOptions {
  readonly results: SchemaPairCache<HeaderResult | null>;
}

const maxPartition = 2n ** 31n - 1n;

/** Says anew where records go, when they are from and what headers they have. */
export class Router implements Transformation {
  readonly #options: RouterOptions;
  readonly #headers: readonly CompiledHeader[];
  readonly #at: Evaluation<ConnectRecord>;

  constructor(options: RouterOptions) {
    this.#options = options;
    this.#at = new Evaluation(options.maxSteps);
    this.#headers = options.headers.map(({ key, expression }) => ({
      key,
      expression,
      results: new SchemaPairCache((schemas) => resultOfType(expression.typeFor(schemas))),
    }));
  }

  apply(record: ConnectRecord): ConnectRecord {
    const { topic, partition, timestamp } = this.#options;
    const changes: Changes = {};
    this.#at.begin(record);
    try {
      if (topic !== null) changes.topic = this.#result(topic, topicOf) ?? record.topic;
      if (partition !== null) changes.kafkaPartition = this.#result(partition, partitionOf);
      if (timestamp !== null) changes.timestampMs = this.#result(timestamp, epochMsOf);
      if (this.#headers.length > 0) changes.headers = this.#changedHeaders(record);
      return record.with(changes);
    } finally {
      this.#at.end();
    }
  }

  #result<T>(expression: RecordExpression, convert: (value: Value) => T): T | null {
    const value = expression.evaluate(this.#at);
    try {
      return value === null ? null : convert(value);
    } catch (error) {
      throw expression.asDataError(error, this.#at);
    }
  }

  /** All expressions see the headers as they came. */
  #changedHeaders(record: ConnectRecord): Headers {
    const headers = record.headers.duplicate();
    for (const header of this.#headers) {
      try {
        this.#setHeader(headers, header, record);
      } catch (error) {
        throw nameField(header.expression.asDataError(error, this.#at), `headers.${header.key}`);
      }
    }
    return headers;
  }

  #setHeader(headers: Headers, { key, expression, results }: CompiledHeader, record: ConnectRecord): void {
    const value = expression.evaluate(this.#at);
    headers.remove(key);
    if (value === null) return;
    const { schema, write } = results.get(record.keySchema, record.valueSchema) ?? resultOfValue(value);
    headers.add(key, write(value, this.#at), schema);
  }
}

function topicOf(value: Value): string {
  if (typeof value !== 'string') throw failure(`a topic is a string, not ${aKind(kindOf(value))}`);
  if (value === '')
    throw new DataError('The topic of a record cannot be empty', { code: 'EXPRESSION_FAILED' });
  return value;
}

function partitionOf(value: Value): number {
  if (typeof value !== 'bigint') throw failure(`a partition is an int, not ${aKind(kindOf(value))}`);
  if (value >= 0n && value <= maxPartition) return Number(value);
  throw failure('a partition lies between 0 and 2147483647');
}

function epochMsOf(value: Value): number {
  if (!(value instanceof Instant))
    throw failure(`a timestamp is made with timestamp(…), this is ${aKind(kindOf(value))}`);
  const date = dateOf(value);
  if (date.getTime() >= 0) return date.getTime();
  throw failure('the timestamp of a record cannot lie before 1970');
}
