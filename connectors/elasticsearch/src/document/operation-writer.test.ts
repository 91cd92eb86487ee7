import { ConnectHeaders, isDataError, schemas, type SinkRecordInit } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import type { DocumentSettings } from '../config/settings.ts';
import { record } from '../fixtures/records.ts';
import type { Resource } from '../resources/resource.ts';
import { OperationWriter } from './operation-writer.ts';

const plain: DocumentSettings = {
  ignoresKey: () => false,
  ignoresSchema: () => false,
  idWithoutKey: 'topic.partition.offset',
  writeMethod: 'insert',
  versionHeader: null,
  routing: 'none',
  compactsMaps: true,
  dropsInvalid: false,
  onNull: 'fail',
  onMalformed: 'fail',
  onConflict: 'ignore',
  reportsIgnored: false,
};
const index: Resource = { name: 'orders', head: '{"_index":"orders"', time: null };
const stream: Resource = {
  name: 'logs-x',
  head: '{"_index":"logs-x"',
  time: { field: '@timestamp', from: [], keeps: false },
};

function write(settings: Partial<DocumentSettings>, init: Partial<SinkRecordInit> = {}, resource = index) {
  return new OperationWriter({ ...plain, ...settings }).write(record(7, init), resource);
}

const ignoresKey = () => true;
const header = (value: unknown) => ({ headers: new ConnectHeaders([{ key: 'v', schema: null, value }]) });

describe('the operation of a record', () => {
  it.each<[string, Partial<DocumentSettings>, Partial<SinkRecordInit>, string]>([
    [
      'with a key replaces its document unless there is a newer one',
      {},
      {},
      '{"index":{"_index":"orders","_id":"k7","version":7,"version_type":"external"}}\n{"n":7}\n',
    ],
    [
      'takes the version from a header',
      { versionHeader: 'v' },
      header('9007199254740993'),
      '{"index":{"_index":"orders","_id":"k7","version":9007199254740993,"version_type":"external"}}\n{"n":7}\n',
    ],
    [
      'takes the version from a header with bytes',
      { versionHeader: 'v' },
      header(Buffer.from('12')),
      '{"index":{"_index":"orders","_id":"k7","version":12,"version_type":"external"}}\n{"n":7}\n',
    ],
    [
      'whose key is ignored is a document of its own',
      { ignoresKey },
      {},
      '{"index":{"_index":"orders","_id":"orders+0+7"}}\n{"n":7}\n',
    ],
    [
      'may have an id that the server makes',
      { ignoresKey, idWithoutKey: 'none' },
      {},
      '{"index":{"_index":"orders"}}\n{"n":7}\n',
    ],
    [
      'may have its key for an id though keys are ignored',
      { ignoresKey, idWithoutKey: 'record.key' },
      { key: 12n, keySchema: schemas.int64 },
      '{"index":{"_index":"orders","_id":"12","version":7,"version_type":"external"}}\n{"n":7}\n',
    ],
    [
      'changes only some fields where that is asked for',
      { writeMethod: 'upsert' },
      {},
      '{"update":{"_index":"orders","_id":"k7","retry_on_conflict":5}}\n{"doc":{"n":7},"doc_as_upsert":true}\n',
    ],
    [
      'without a value deletes the document',
      { onNull: 'delete' },
      { value: null },
      '{"delete":{"_index":"orders","_id":"k7","version":7,"version_type":"external"}}\n',
    ],
    [
      'without a value deletes a document that single fields are changed of, whatever its version',
      { onNull: 'delete', writeMethod: 'upsert' },
      { value: null },
      '{"delete":{"_index":"orders","_id":"k7"}}\n',
    ],
    [
      'is routed by its key',
      { routing: 'key', ignoresKey },
      {},
      '{"index":{"_index":"orders","_id":"orders+0+7","routing":"k7"}}\n{"n":7}\n',
    ],
    [
      'is routed by a field of its value',
      { routing: { path: 'a.b' }, ignoresKey },
      { value: new Map([['a', new Map([['b', 3]])]]) },
      '{"index":{"_index":"orders","_id":"orders+0+7","routing":"3"}}\n{"a":{"b":3}}\n',
    ],
  ])('%s', (...[, settings, init, expected]) => {
    const operation = write(settings, init);
    expect(operation?.text).toBe(expected);
    expect(operation?.bytes).toBe(Buffer.byteLength(expected));
  });

  it('of a data stream is created, with a time', () => {
    const operation = write({ ignoresKey }, {}, stream);
    expect(operation?.text).toBe(
      '{"create":{"_index":"logs-x","_id":"orders+0+7"}}\n{"@timestamp":1700000000000,"n":7}\n',
    );
  });

  it.each<[string, Partial<DocumentSettings>, Partial<SinkRecordInit>]>([
    ['is ignored', { onNull: 'ignore' }, { value: null }],
    ['has no key', { onNull: 'delete' }, { value: null, key: null }],
    ['has a key that is ignored', { onNull: 'delete', ignoresKey }, { value: null }],
  ])('is none where a record without a value %s', (_what, settings, init) => {
    expect(write(settings, init)).toBeNull();
  });

  it.each<[string, Partial<DocumentSettings>, Partial<SinkRecordInit>, string]>([
    ['no value, by default', {}, { value: null }, 'The record has no value'],
    ['no key', {}, { key: null }, 'The key is null'],
    ['an empty key', {}, { key: '' }, 'The key is empty'],
    ['a key of bytes', {}, { key: Buffer.from('k'), keySchema: schemas.bytes }, 'The key is a BYTES'],
    ['a key that is a fraction', {}, { key: 1, keySchema: schemas.float64 }, 'The key is a FLOAT64'],
    ['a key of more than 512 bytes', {}, { key: 'ü'.repeat(257) }, 'The key has 514 bytes'],
    ['a text for a value', {}, { value: '{"n":1}' }, 'A document is an object'],
    ['a list for a value', {}, { value: [1] }, 'A document is an object'],
    ['a map with numbers for keys', {}, { value: new Map([[1, 2]]) }, 'A document is an object'],
    ['no header with its version', { versionHeader: 'v' }, {}, 'The header v'],
    ['no number in that header', { versionHeader: 'v' }, header('one'), 'The header v'],
    ['nothing to be routed by', { routing: { path: 'x' } }, {}, 'The routing of a document'],
  ])('cannot be made of a record with %s', (...[, settings, init, message]) => {
    let failure: unknown = null;
    try {
      write(settings, init);
    } catch (error) {
      failure = error;
    }
    expect(isDataError(failure)).toBe(true);
    expect((failure as Error).message).toContain(message);
  });

  it('is kept in order with others on the same document only', () => {
    expect(write({})?.identity).toBe('orders/k7');
    expect(write({ ignoresKey })?.identity).toBeNull();
    expect(write({ ignoresKey, idWithoutKey: 'none' })?.identity).toBeNull();
  });
});
