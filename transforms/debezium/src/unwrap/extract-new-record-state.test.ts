import {
  ConnectHeaders,
  optionalSchemas,
  SchemaBuilder,
  schemas,
  Struct,
  type Schema,
} from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { make, recordOf } from '../../testing/change-events.ts';

const address = SchemaBuilder.struct().field('city', schemas.string).build();
const row = SchemaBuilder.struct()
  .optional()
  .field('id', schemas.int64)
  .field('note', optionalSchemas.string)
  .field('address', address)
  .build();

function envelope(): Schema {
  return SchemaBuilder.struct()
    .name('a.Envelope')
    .field('before', row)
    .field('after', row)
    .field('op', schemas.string)
    .build();
}

function created(schema: Schema): Struct {
  const after = new Struct(row).put('id', 7n).put('address', new Struct(address).put('city', 'Ulm'));
  return new Struct(schema).put('after', after).put('op', 'c');
}

describe('ExtractNewRecordState', () => {
  it('compiles once for each schema: rows of one schema keep sharing theirs', () => {
    const transformation = make('ExtractNewRecordState', { 'add.fields': 'op' });
    const [one, other] = [envelope(), envelope()];
    const results = [one, other, one].map(
      (schema) => transformation.apply(recordOf(created(schema), schema))?.valueSchema,
    );
    expect(results[2]).toBe(results[0]);
    expect(results[1]).not.toBe(results[0]);
  });

  it('goes on giving the right rows when more lists of fields to be dropped are met than are kept', () => {
    const transformation = make('ExtractNewRecordState', { 'drop.fields.header.name': 'gone' });
    const schema = envelope();
    const drop = (...names: string[]) => {
      const headers = new ConnectHeaders().add('gone', names);
      return transformation.apply(recordOf(created(schema), schema, headers))?.valueSchema?.fields.length;
    };
    for (let index = 0; index < 40; index += 1) expect(drop('note', `f${index}`)).toBe(2);
    expect(drop('nobody')).toBe(3);
  });

  it('leaves out what events do not have, where Debezium fails', () => {
    const schema = envelope();
    const config = { 'add.fields': 'transaction.id,source.lsn', 'add.headers': 'transaction.id' };
    const result = make('ExtractNewRecordState', config).apply(recordOf(created(schema), schema));
    expect(result?.valueSchema?.fields.map(({ name }) => name)).toEqual(['id', 'note', 'address']);
    expect(result?.hasHeaders).toBe(false);
  });

  it('adds fields from deeper down, and structs as a whole', () => {
    const schema = envelope();
    const config = { 'add.fields': 'after.address.city', 'add.headers': 'after.address:where' };
    const result = make('ExtractNewRecordState', config).apply(recordOf(created(schema), schema));
    expect(result?.value).toSatisfy((value: Struct) => value.get('__after_address_city') === 'Ulm');
    expect(result?.headers.lastWithName('__where')?.value).toEqual(new Struct(address).put('city', 'Ulm'));
  });

  it('refuses a row that is no struct, saying which', () => {
    const schema = SchemaBuilder.struct().name('a.Envelope').field('after', optionalSchemas.string).build();
    const event = new Struct(schema).put('after', '{}');
    expect(() => make('ExtractNewRecordState').apply(recordOf(event, schema))).toThrow(
      'The row in field after of the change event is no struct',
    );
  });
});
