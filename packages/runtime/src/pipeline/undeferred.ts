import { isDeferredMap, type ConnectRecord } from '@sluice/connect-api';

/** The record with its map, where its value is one that was deferred. */
export function undeferred<R extends ConnectRecord>(record: R): R {
  const { value } = record;
  return isDeferredMap(value) ? (record.with({ value: value.toMap() }) as R) : record;
}
