import { decodeJournal, encodeJournalLine } from '../../storage/journal-lines.ts';
import type { Storage } from '../../storage/storage.ts';
import type { StoredProducers } from '../transactions/producer-table.ts';
import type { StoredIndex } from './segment-index.ts';

/** What is known of a segment up to a position, so that it need not be read again up to there. */
export interface Checkpoint {
  readonly format: 1;
  /** Bytes of the segment that this is about. */
  readonly size: number;
  /** The offset of what follows. */
  readonly nextOffset: number;
  readonly index: StoredIndex;
  readonly producers: StoredProducers;
}

export async function writeCheckpoint(storage: Storage, path: string, checkpoint: Checkpoint): Promise<void> {
  await storage.replace(path, encodeJournalLine(checkpoint));
}

/** Null where there is none or it is damaged: all that it says can be found out again from the segment. */
export async function readCheckpoint(storage: Storage, path: string): Promise<Checkpoint | null> {
  const content = await storage.readAll(path);
  if (content === null) return null;
  const [checkpoint] = decodeJournal(content).entries as readonly Checkpoint[];
  return checkpoint?.format === 1 ? checkpoint : null;
}
