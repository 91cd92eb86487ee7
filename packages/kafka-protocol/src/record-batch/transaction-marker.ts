import { WireReader } from '../wire/wire-reader.ts';
import type { RecordCursor } from './record-cursor.ts';

/** How a transaction ended, as the coordinator writes it into every partition of the transaction. */
export interface TransactionMarker {
  readonly outcome: 'commit' | 'abort';
  readonly coordinatorEpoch: number;
}

const outcomes: Readonly<Record<number, TransactionMarker['outcome']>> = { 0: 'abort', 1: 'commit' };

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
