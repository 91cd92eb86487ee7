import {
  optionalSchemas,
  SchemaBuilder,
  schemas,
  Struct,
  TimestampSchema,
  type Schema,
} from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { make, recordOf } from '../../testing/change-events.ts';
import { eventRouter } from './event-router.ts';

const row = SchemaBuilder.struct()
  .optional()
  .name('s.outbox.Value')
  .field('id', schemas.string)
  .field('aggregatetype', optionalSchemas.string)
  .field('aggregateid', schemas.string)
  .field('payload', optionalSchemas.string)
  .field('type', schemas.string)
  .field('at', TimestampSchema.optionalSchema)
  .build();
const envelope: Schema = SchemaBuilder.struct()
  .name('s.outbox.Envelope')
  .field('after', row)
  .field('op', schemas.string)
  .field('ts_ms', optionalSchemas.int64)
  .build();

function event(payload: string | null, route: string | null = 'Order') {
  const after = new Struct(row)
    .put('id', '1')
    .put('aggregateid', '7')
    .put('payload', payload)
    .put('type', 'Made');
  after.put('aggregatetype', route).put('at', new Date(5));
  return recordOf(new Struct(envelope).put('after', after).put('op', 'c').put('ts_ms', 9n), envelope);
}

describe('EventRouter', () => {
  it('leaves columns out of an envelope that are not there, when it is told to, where Debezium fails', () => {
    const router = make('EventRouter', {
      'table.fields.additional.placement': 'nobody:envelope,type:envelope',
      'table.fields.additional.error.on.missing': 'false',
    });
    const value = router.apply(event('x'))?.value as Struct;
    expect(value.schema.fields.map(({ name }) => name)).toEqual(['payload', 'type']);
    expect(value.schema.name).toBe('s.outbox.Order.Value');
  });

  it.each([
    '[1, 2]',
    '[{"a": 1}]',
    '[]',
    '{"a": 123456789012345678901234567890}',
    `{"a": ${'['.repeat(5000)}`,
  ])('keeps a payload as it is, with its own schema, that cannot be expanded: %.40s', (payload) => {
    const result = make('EventRouter', { 'table.expand.json.payload': 'true' }).apply(event(payload));
    expect(result?.value).toBe(payload);
    expect(result?.valueSchema).toBe(optionalSchemas.string);
  });

  it('gives payloads of the same shape the same schema, also in an envelope', () => {
    const router = make('EventRouter', {
      'table.expand.json.payload': 'true',
      'table.fields.additional.placement': 'type:envelope',
    });
    const schemaOf = (payload: string) => router.apply(event(payload))?.valueSchema;
    const first = schemaOf('{"a": 1, "b": [{"c": 1.5}, {"c": null}]}');
    expect(schemaOf('{"a": 2, "b": [{"c": 2.5}, {"c": null}]}')).toBe(first);
    expect(schemaOf('{"a": 2147483648, "b": [{"c": 2.5}, {"c": null}]}')).not.toBe(first);
  });

  it('gives objects in an array the fields of all of them, in the order in which they are met', () => {
    const router = make('EventRouter', { 'table.expand.json.payload': 'true' });
    const result = router.apply(event('{"a": [{"x": 1, "y": 2}, {"z": 3, "x": 4}]}'));
    const element = result?.valueSchema?.field('a')?.schema.valueSchema;
    expect(element?.fields.map(({ name }) => name)).toEqual(['x', 'y', 'z']);
  });

  it("takes the time from a column of Connect's own type", () => {
    expect(make('EventRouter', { 'table.field.event.timestamp': 'at' }).apply(event('x'))?.timestampMs).toBe(
      5,
    );
  });

  it('keeps the partition of a sink record where no column names one', () => {
    expect(make('EventRouter').apply(event('x'))?.kafkaPartition).toBe(3);
  });

  it('names the column when the one that names the topic is null', () => {
    expect(() => make('EventRouter').apply(event('x', null))).toThrow(
      expect.objectContaining({ name: 'DataError', field: 'aggregatetype' }),
    );
  });

  it('finds when it is configured that a replacement names a group that is not there', () => {
    const values = { 'route.topic.regex': '(.*)', 'route.topic.replacement': 'x$2' };
    const issues = eventRouter.validate?.(values as Parameters<NonNullable<typeof eventRouter.validate>>[0]);
    expect(issues).toMatchObject([
      { key: 'route.topic.replacement', message: expect.stringContaining('No group 2') },
    ]);
  });
});
