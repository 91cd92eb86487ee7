import { describe, expect, it } from 'vitest';
import { schemas } from '../data/schemas/ready-schemas.ts';
import { formatRecord } from './record-text.ts';
import { SinkRecord } from './sink-record.ts';
import { SourceRecord } from './source-record.ts';

describe('the text of a record', () => {
  it('says of a sink record where it was consumed', () => {
    const record = new SinkRecord({
      topic: 'test',
      kafkaPartition: 0,
      kafkaOffset: 0,
      timestampType: 'CreateTime',
      valueSchema: schemas.string,
      value: 'v',
      timestampMs: 5,
    });
    record.headers.add('h', 1, schemas.int8);
    expect(formatRecord(record)).toBe(
      'SinkRecord{kafkaOffset=0, timestampType=CREATE_TIME, originalTopic=test, originalKafkaPartition=0, ' +
        "originalKafkaOffset=0} ConnectRecord{topic='test', kafkaPartition=0, key=null, keySchema=null, value=v, " +
        'valueSchema=Schema{STRING}, timestamp=5, ' +
        'headers=ConnectHeaders(headers=[ConnectHeader(key=h, value=1, schema=Schema{INT8})])}',
    );
  });

  it('says of a source record where it comes from', () => {
    const record = new SourceRecord({ topic: 't', sourcePartition: { p: 'a', q: 1 } });
    expect(formatRecord(record)).toContain(
      'SourceRecord{sourcePartition={p=a, q=1}, sourceOffset=null} ConnectRecord{',
    );
  });
});
