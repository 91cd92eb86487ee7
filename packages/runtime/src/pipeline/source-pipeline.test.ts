import { SourceRecord, type ConvertTarget, type EncodedHeader } from '@sluice/connect-api';
import { beforeEach, describe, expect, it } from 'vitest';
import { TextConverter } from '../../testing/in-memory-converters.ts';
import { SourcePipeline } from './source-pipeline.ts';

let calls: string[];
let closed: string[];

/** A converter that notes what it is asked and may add a header. */
class NotingConverter extends TextConverter {
  readonly #role: string;
  readonly #adds: EncodedHeader | null;

  constructor(role: string, adds: EncodedHeader | null = null) {
    super();
    this.#role = role;
    this.#adds = adds;
  }

  override encode(schema: unknown, value: unknown, target?: ConvertTarget): string | null {
    calls.push(`${this.#role} ${target?.topic}`);
    if (this.#adds !== null) target?.headers.push(this.#adds);
    return super.encode(schema, value);
  }

  override encodeHeader(schema: unknown, value: unknown): string | null {
    calls.push(this.#role);
    return super.encode(schema, value);
  }

  close(): void {
    closed.push(this.#role);
    throw new Error('closing fails');
  }
}

function pipeline(adds: EncodedHeader | null = null): SourcePipeline {
  const named = (role: string, header: EncodedHeader | null = null) => ({
    className: `org.example.${role}`,
    version: '1',
    converter: new NotingConverter(role, header),
  });
  return new SourcePipeline({ key: named('key', adds), value: named('value'), header: named('header') });
}

beforeEach(() => {
  calls = [];
  closed = [];
});

describe('the pipeline of a source', () => {
  it('converts headers, then key, then value, for the topic of the record', () => {
    const record = new SourceRecord({ topic: 't', key: 'k', value: 'v' });
    record.headers.add('h1', 'x', null);
    record.headers.add('h2', null, null);
    const encoding = pipeline();
    encoding.encode(record);
    expect(calls).toEqual(['header', 'header', 'key t', 'value t']);
    expect([encoding.key, encoding.value]).toEqual(['k', 'v']);
    expect(encoding.headers).toEqual([
      { key: 'h1', value: 'x' },
      { key: 'h2', value: null },
    ]);
  });

  it('lets converters add headers, to their record only', () => {
    const encoding = pipeline({ key: 'schema', value: '7' });
    const record = new SourceRecord({ topic: 't', key: 'k', value: 'v' });
    for (let times = 0; times < 2; times++) {
      encoding.encode(record);
      expect(encoding.headers).toEqual([{ key: 'schema', value: '7' }]);
    }
    expect(record.hasHeaders).toBe(false);
  });

  it.each([
    ['HEADER_CONVERTER', 'header', { key: 'k', value: 'v', header: 'bad' }],
    ['KEY_CONVERTER', 'key', { key: 'bad', value: 'v', header: 'x' }],
    ['VALUE_CONVERTER', 'value', { key: 'k', value: 'bad', header: 'x' }],
  ])('tells that it was at %s when a converter threw', (stage, role, { header, ...init }) => {
    const record = new SourceRecord({ topic: 't', ...init });
    record.headers.add('h', header, null);
    const encoding = pipeline();
    expect(() => encoding.encode(record)).toThrow('not to be converted');
    expect(encoding.stageInUse).toEqual({ stage, className: `org.example.${role}` });
  });

  it('closes header, key and value converter, whatever they throw', () => {
    pipeline().close();
    expect(closed).toEqual(['header', 'key', 'value']);
  });
});
