import type { Transformation } from '@sluice/connect-api';
import { array, constant, oneof, record, type Arbitrary } from 'fast-check';
import { make } from './apply.ts';

/** Transformations of values that rename, leave out and add fields, these and others, but change no value. */
export function changesOfNames(names: Arbitrary<string>): Arbitrary<Transformation[]> {
  const renames = array(record({ from: names, to: names }), { minLength: 1, maxLength: 2 }).map((pairs) =>
    pairs.map(({ from, to }) => `${from}:${to}`).join(','),
  );
  const someNames = array(names, { maxLength: 2 }).map((list) => list.join(','));
  return array(
    oneof(
      record({ renames }).map((config) => make('ReplaceField$Value', config)),
      record({ exclude: someNames, include: someNames, renames }).map((config) =>
        make('ReplaceField$Value', config),
      ),
      names.map((field) => make('InsertField$Value', { 'static.field': field, 'static.value': 'fixed' })),
      constant(make('InsertField$Value', { 'topic.field': 'topic', 'offset.field': 'offset' })),
      constant(make('InsertField$Value', { 'topic.field': 'topic', 'timestamp.field': 'time' })),
    ),
    { minLength: 1, maxLength: 4 },
  );
}
