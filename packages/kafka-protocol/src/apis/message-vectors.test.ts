import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AnyApi } from '../schema/api.ts';
import { WireReader } from '../wire/wire-reader.ts';
import { WireWriter } from '../wire/wire-writer.ts';
import { apis } from './registry.ts';

type Json = null | boolean | number | bigint | string | Json[] | { [key: string]: Json };

interface Vector {
  version: number;
  json: Json;
  hex: string;
}

interface Direction {
  title: string;
  codec: AnyApi['request'];
  vectors: Vector[];
  versionCount: number;
}

// Integers that a number cannot hold exactly become bigint.
function parseExactly(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
    Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(context?.source ?? '') : value,
  );
}

function casesIn(name: string): Record<string, Vector[]> {
  const file = new URL(`fixtures/${name}`, import.meta.url);
  return (parseExactly(readFileSync(file, 'utf8')) as { cases: Record<string, Vector[]> }).cases;
}

const cases = { ...casesIn('messages.json'), ...casesIn('marker-messages.json') };

const directions: Direction[] = apis.flatMap((api) => {
  const versionCount = api.maxVersion - api.minVersion + 1;
  return (['request', 'response'] as const).map((direction) => {
    const title = `${api.name}${direction === 'request' ? 'Request' : 'Response'}`;
    return { title, codec: api[direction], vectors: cases[title] ?? [], versionCount };
  });
});

/** A decoded message cut down to the members that the vector names, int64 and bytes as JSON has them. */
function asVector(value: unknown, vector: Json): Json {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (Buffer.isBuffer(value)) return value.toString('base64');
  if (Array.isArray(value))
    return value.map((element, index) => asVector(element, (vector as Json[])[index] ?? null));
  if (value === null || typeof value !== 'object') return value as Json;
  const named = Object.keys(vector as object);
  const members = value as Record<string, unknown>;
  return Object.fromEntries(
    named.map((name) => [name, asVector(members[name], (vector as Record<string, Json>)[name] ?? null)]),
  );
}

/** A vector as a message to be written: the decoded message says which numbers are int64 and which strings bytes. */
function asMessage(vector: Json, decoded: unknown): unknown {
  if (typeof decoded === 'bigint') return BigInt(vector as number | bigint);
  if (Buffer.isBuffer(decoded) && typeof vector === 'string') return Buffer.from(vector, 'base64');
  if (Array.isArray(vector)) {
    return vector.map((element, index) => asMessage(element, (decoded as unknown[])[index]));
  }
  if (vector === null || typeof vector !== 'object') return vector;
  const members = decoded as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(vector).map(([name, value]) => [name, asMessage(value, members[name])]),
  );
}

function read({ codec }: Direction, { hex, version }: Vector): unknown {
  const reader = new WireReader(Buffer.from(hex, 'hex'));
  const message = codec.read(reader, version);
  expect(reader.remaining).toBe(0);
  return message;
}

function write({ codec }: Direction, version: number, message: unknown): string {
  const writer = new WireWriter();
  codec.write(writer, version, message as never);
  return writer.finish().toString('hex');
}

describe.each(directions)('$title', (direction) => {
  const { vectors, versionCount } = direction;

  it('has samples of every version', () => {
    expect(new Set(vectors.map(({ version }) => version)).size).toBe(versionCount);
  });

  it('reads from bytes what Kafka reads', () => {
    for (const vector of vectors) {
      expect(asVector(read(direction, vector), vector.json)).toEqual(vector.json);
    }
  });

  it('writes the bytes that Kafka writes, from no more than Kafka names', () => {
    for (const vector of vectors) {
      const message = asMessage(vector.json, read(direction, vector));
      expect(write(direction, vector.version, message)).toBe(vector.hex);
    }
  });

  it('writes what it has read as the same bytes', () => {
    for (const vector of vectors) {
      expect(write(direction, vector.version, read(direction, vector))).toBe(vector.hex);
    }
  });
});

describe('the registry', () => {
  it('knows every message that there are samples of', () => {
    const known = new Set(directions.map(({ title }) => title));
    expect(Object.keys(cases).filter((title) => !known.has(title))).toEqual([]);
  });
});
