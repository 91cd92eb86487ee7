import { ConnectHeaders, LinkedMap } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { eventOf, make, outcome, recordOf, rowOf } from '../../testing/change-events.ts';

const mode = 'delete.tombstone.handling.mode';
const created = eventOf('c', null, rowOf(7));
const updated = eventOf('u', rowOf(7), rowOf(8, null));
const deleted = eventOf('d', rowOf(7), null);
const key = { id: 7, name: 'Ada' };

const cases: readonly [what: string, config: Record<string, string>, event: unknown, expected: unknown][] = [
  ['a create', {}, created, { value: { id: 7, name: 'Ada' } }],
  ['a row that was read', {}, eventOf('r', null, rowOf(7)), { value: { id: 7, name: 'Ada' } }],
  ['an update of the key', {}, updated, { value: { id: 8, name: null } }],
  ['a delete', {}, deleted, { value: null }],
  ['a delete to be dropped', { [mode]: 'drop' }, deleted, 'dropped'],
  ['a truncate', {}, eventOf('t', null, null), 'dropped'],
  [
    'a create to be rewritten',
    { [mode]: 'rewrite' },
    created,
    { value: { id: 7, name: 'Ada', __deleted: 'false' } },
  ],
  [
    'a delete to be rewritten',
    { [mode]: 'rewrite' },
    deleted,
    { value: { id: 7, name: 'Ada', __deleted: 'true' } },
  ],
  [
    'fields added, and one that is not there',
    { 'add.fields': 'op,source.lsn:position,db,nobody,transaction.id' },
    created,
    { value: { id: 7, name: 'Ada', __op: 'c', __position: 9007199254740993n, __db: 'shop' } },
  ],
  [
    'headers added',
    { 'add.headers': 'op,source.ts_ms' },
    deleted,
    {
      value: null,
      headers: [
        ['__op', 'd'],
        ['__source_ts_ms', 1],
      ],
    },
  ],
  [
    'a topic from the row',
    { 'route.by.field': 'name' },
    created,
    { topic: 'Ada', value: { id: 7, name: 'Ada' } },
  ],
  ['a topic from a null', { 'route.by.field': 'name' }, updated, { value: { id: 8, name: null } }],
];

describe('a change event without a schema', () => {
  it.each(cases)('is unwrapped as one with a schema: %s', (...[, config, event, expected]) => {
    const result = make('ExtractNewRecordState', config).apply(recordOf(event));
    const whole = typeof expected === 'object' ? { topic: 't', key, headers: [], ...expected } : expected;
    expect(outcome(result)).toEqual(whole);
  });

  it('loses the fields that a header names, as none is required', () => {
    const headers = new ConnectHeaders().add('gone', ['id', '__op']);
    const config = { 'drop.fields.header.name': 'gone', 'drop.fields.from.key': 'true', 'add.fields': 'op' };
    const result = make('ExtractNewRecordState', config).apply(recordOf(created, null, headers));
    expect(result?.value).toEqual(new LinkedMap([['name', 'Ada']]));
    expect(result?.key).toEqual(new LinkedMap([['name', 'Ada']]));
  });

  it.each([
    ['a row that is no map', {}, eventOf('c', null, 'text'), 'after', 'no map'],
    ['a topic from a number', { 'route.by.field': 'id' }, created, 'id', 'not of type STRING'],
    [
      'a topic from a field that is not there',
      { 'route.by.field': 'who' },
      created,
      'who',
      'not a valid field name',
    ],
  ])('is refused, naming the field: %s', (...[, config, event, field, message]) => {
    const transformation = make('ExtractNewRecordState', config);
    const expected = expect.objectContaining({
      name: 'DataError',
      field,
      message: expect.stringContaining(message),
    });
    expect(() => transformation.apply(recordOf(event))).toThrow(expected);
  });

  it.each([
    ['a heartbeat', new Map([['ts_ms', 5]])],
    [
      'a row that has a field op',
      new Map<string, unknown>([
        ['op', 'c'],
        ['after', 'noon'],
      ]),
    ],
    ['a message of the log', eventOf('m', null, null)],
    ['a text', 'text'],
  ])('is not taken for something else, which passes through: %s', (_, value) => {
    const record = recordOf(value);
    expect(make('ExtractNewRecordState').apply(record)).toBe(record);
  });
});
