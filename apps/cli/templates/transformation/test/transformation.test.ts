import { equal, throws } from 'node:assert/strict';
import { describe, it } from 'node:test';
import { schemas, SinkRecord } from '@sluice/connect-api';
import { exampleTransformation } from '../src/transformation.ts';

const transformation = exampleTransformation.createTransformation({ suffix: '?' });

function recordWith(value: unknown): SinkRecord {
  return new SinkRecord({
    topic: 't',
    kafkaPartition: 0,
    kafkaOffset: 0,
    valueSchema: schemas.string,
    value,
  });
}

describe('the transformation', () => {
  it('changes a copy', () => {
    const record = recordWith('text');
    equal(transformation.apply(record)?.value, 'text?');
    equal(record.value, 'text');
  });

  it('leaves tombstones alone', () => {
    const tombstone = recordWith(null);
    equal(transformation.apply(tombstone), tombstone);
  });

  it('says which record it cannot change', () => {
    throws(() => transformation.apply(recordWith(1)), /The value is a number, not a text/);
  });
});
