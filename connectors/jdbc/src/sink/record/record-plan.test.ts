import { SchemaBuilder, schemas, SinkRecord, Struct, type SinkRecordInit } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { planOf } from './record-plan.ts';
import type { RowSettings } from './row-settings.ts';

const settings: RowSettings = {
  keyMode: 'none',
  keyFields: [],
  deletes: 'refuse',
  truncates: false,
  tableName: () => 't',
  acceptsField: () => true,
  replacesNull: true,
  plainValueColumn: 'record_value',
  epochFields: [],
  epochUnit: 'microseconds',
};
const key = SchemaBuilder.struct().field('id', schemas.int32).field('region', schemas.string).build();
const value = SchemaBuilder.struct()
  .field('id', schemas.int32)
  .field('name', SchemaBuilder.string().optional().default('?').build())
  .build();

function record(init: Partial<SinkRecordInit>): SinkRecord {
  return new SinkRecord({
    topic: 't',
    kafkaPartition: 3,
    kafkaOffset: 7,
    keySchema: key,
    key: new Struct(key).put('id', 1).put('region', 'eu'),
    valueSchema: value,
    value: new Struct(value).put('id', 2),
    ...init,
  });
}

/** The row that a record becomes, its key in front of the bar. */
function rowOf(given: Partial<RowSettings>, init: Partial<SinkRecordInit> = {}): string {
  const made = record(init);
  const plan = planOf({ ...settings, ...given }, made);
  const shape = plan.eventOf(made) === 'delete' ? plan.deleted : plan.written;
  const cells = (shape?.columns ?? []).map(({ name, read }) => `${name}=${String(read(made))}`);
  return `${cells.slice(0, shape?.keyCount).join(',')}|${cells.slice(shape?.keyCount).join(',')}`;
}

describe('a record becomes a row', () => {
  it.each<readonly [Partial<RowSettings>, string]>([
    [{}, '|id=2,name=?'],
    [{ replacesNull: false }, '|id=2,name=null'],
    [{ acceptsField: (_topic, field) => field === 'name' }, '|name=?'],
    [{ keyMode: 'kafka' }, '__connect_topic=t,__connect_partition=3,__connect_offset=7|id=2,name=?'],
    [{ keyMode: 'kafka', keyFields: ['a', 'b', 'c'] }, 'a=t,b=3,c=7|id=2,name=?'],
    [{ keyMode: 'record_key' }, 'id=1,region=eu|name=?'],
    [{ keyMode: 'record_key', keyFields: ['region'] }, 'region=eu|id=2,name=?'],
    [{ keyMode: 'record_value', keyFields: ['id'] }, 'id=2|name=?'],
    [{ keyMode: 'record_value', keyFields: ['id'], acceptsField: () => false }, 'id=2|'],
  ])('with %j: %s', (given, row) => {
    expect(rowOf(given)).toBe(row);
  });

  it('of a key of one part and a value of one part', () => {
    const plain = { keySchema: schemas.string, key: 'k', valueSchema: schemas.string, value: 'v' };
    expect(rowOf({ keyMode: 'record_key', keyFields: ['id'] }, plain)).toBe('id=k|record_value=v');
  });

  it('whose key is in headers', () => {
    const made = record({});
    made.headers.add('tenant', 'x', schemas.string);
    const plan = planOf({ ...settings, keyMode: 'record_header', keyFields: ['tenant'] }, made);
    expect(plan.written?.columns[0]?.read(made)).toBe('x');
  });

  it('that is deleted when it has no value', () => {
    const gone = { value: null, valueSchema: null };
    expect(rowOf({ keyMode: 'record_key', deletes: 'apply' }, gone)).toBe('id=1,region=eu|');
    const ignoring = planOf({ ...settings, keyMode: 'record_key', deletes: 'ignore' }, record(gone));
    expect(ignoring.eventOf(record(gone))).toBe('nothing');
  });

  it.each<readonly [string, Partial<RowSettings>, Partial<SinkRecordInit>, RegExp]>([
    ['without a schema', {}, { valueSchema: null, value: new Map() }, /no schema, so that it has no columns/],
    ['without a value', {}, { value: null }, /only with delete\.enabled=true/],
    [
      'without a key',
      { keyMode: 'record_key' },
      { keySchema: null, key: null },
      /the key of the record, which has no schema/,
    ],
    [
      'without the field of the key',
      { keyMode: 'record_value', keyFields: ['nr'] },
      {},
      /no field nr in the value/,
    ],
    [
      'whose key has two names for one part',
      { keyMode: 'record_key', keyFields: ['a', 'b'] },
      { keySchema: schemas.string, key: 'k' },
      /name one column for it, instead of 2/,
    ],
    ['without the header', { keyMode: 'record_header', keyFields: ['h'] }, {}, /no header h/],
    ['of which nothing is wanted', { acceptsField: () => false }, {}, /No field of the record/],
  ])('but not one %s', (...[, given, init, problem]) => {
    expect(() => rowOf(given, init)).toThrow(problem);
  });
});
