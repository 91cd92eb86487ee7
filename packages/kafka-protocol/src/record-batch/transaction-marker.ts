import { WireReader } from '../wire/wire-reader.ts';
import { RecordBatchBuilder } from './record-batch-builder.ts';
import type { RecordCursor } from './record-cursor.ts';

/** How a transaction ended, as the coordinator writes it into every partition of the transaction. */
export interface TransactionMarker {
  readonly outcome: 'commit' | 'abort';
  readonly coordinatorEpoch: number;
}

/** A marker, with whose transaction it ends. */
export interface MarkerInput extends TransactionMarker {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly timestamp: number;
}

const outcomes: Readonly<Record<number, TransactionMarker['outcome']>> = { 0: 'abort', 1: 'commit' };
const outcomeNumbers = { abort: 0, commit: 1 } as const;
const keyBytes = 4;
const valueBytes = 6;
const maxMarkerBatchBytes = 128;

/** Reads the record of a control batch; null where it marks something else than the end of a transaction. */
export function readTransactionMarker({ key, value }: RecordCursor): TransactionMarker | null {
  if (key === null || value === null) return null;
  const keyReader = new WireReader(key);
  keyReader.int16();
  const outcome = outcomes[keyReader.int16()];
  if (outcome === undefined) return null;
  const valueReader = new WireReader(value);
  valueReader.int16();
  return { outcome, coordinatorEpoch: valueReader.int32() };
}

/** A control batch that ends a transaction in one partition. Key and value begin with version 0. */
export function encodeTransactionMarker(marker: MarkerInput): Buffer {
  const key = Buffer.alloc(keyBytes);
  key.writeInt16BE(outcomeNumbers[marker.outcome], 2);
  const value = Buffer.alloc(valueBytes);
  value.writeInt32BE(marker.coordinatorEpoch, 2);
  const builder = new RecordBatchBuilder({ maxBytes: maxMarkerBatchBytes });
  builder.append({ timestamp: marker.timestamp, key, value });
  const { producerId, producerEpoch } = marker;
  return builder.finish({ producerId, producerEpoch, transactional: true, control: true });
}
