import { decodeJournal, encodeJournalLine } from '../storage/journal-lines.ts';
import type { Storage } from '../storage/storage.ts';

/** What of a log cannot be seen from its segments. */
export interface LogState {
  readonly format: 1;
  /** Records before it were deleted on request, though their segment may still be there. */
  readonly startOffset: number;
  /** Up to where compaction has gone. */
  readonly cleanedTo: number;
}

const fresh: LogState = { format: 1, startOffset: 0, cleanedTo: 0 };

export async function readLogState(storage: Storage, folder: string): Promise<LogState> {
  const content = await storage.readAll(statePath(folder));
  if (content === null) return fresh;
  const [state] = decodeJournal(content).entries as readonly LogState[];
  return state ?? fresh;
}

export async function writeLogState(storage: Storage, folder: string, state: LogState): Promise<void> {
  await storage.replace(statePath(folder), encodeJournalLine(state));
}

function statePath(folder: string): string {
  return `${folder}/log.state`;
}
