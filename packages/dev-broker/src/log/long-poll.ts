import type { ErrorName } from '@sluice/kafka-protocol';
import { AppendWaiter } from './append-waiter.ts';
import type { PartitionLog } from './partition-log.ts';

/** From where to read how much of one partition. */
export interface ReadTarget {
  readonly log: PartitionLog;
  readonly offset: number;
  readonly maxBytes: number;
  /** Whether to stop before what is not decided yet. */
  readonly onlyStable?: boolean;
}

export interface PollLimits {
  /** Of all targets together. */
  readonly minBytes: number;
  readonly maxBytes: number;
  /** How long to wait for the least to be there. */
  readonly maxWaitMs: number;
  readonly onDisconnect: (action: () => void) => { forget(): void };
}

/** What was read of one target: nothing at its end, an error where there is no such offset. */
export type ReadResult = Buffer | ErrorName;

interface ReadRound {
  readonly results: readonly ReadResult[];
  readonly byteCount: number;
  readonly failed: boolean;
}

const nothing = Buffer.alloc(0);

/** Reads all targets, and waits before that while there is less to read than wanted. */
export async function longPoll(
  targets: readonly ReadTarget[],
  limits: PollLimits,
): Promise<readonly ReadResult[]> {
  const patience = new Patience(limits);
  try {
    for (;;) {
      const writtenBefore = writtenBytes(targets);
      const round = await readAll(targets, limits.maxBytes);
      if (round.failed || round.byteCount >= limits.minBytes || patience.isOver) return round.results;
      const missing = missingBytes(targets, limits.minBytes - round.byteCount, writtenBefore);
      if (missing > 0) await patience.waitFor(targets, missing);
    }
  } finally {
    patience.end();
  }
}

// A marker of a few bytes may make much readable that was written before: then each write is looked at.
function missingBytes(targets: readonly ReadTarget[], wanted: number, writtenBefore: number): number {
  const written = writtenBytes(targets) - writtenBefore;
  if (targets.some(({ onlyStable }) => onlyStable === true)) return written > 0 ? 0 : 1;
  return wanted - written;
}

function writtenBytes(targets: readonly ReadTarget[]): number {
  return targets.reduce((sum, { log }) => sum + log.writtenBytes, 0);
}

// One after the other: the limit is for all together, and the first that has anything gives at least a batch.
async function readAll(targets: readonly ReadTarget[], maxBytes: number): Promise<ReadRound> {
  const results: ReadResult[] = [];
  let byteCount = 0;
  let failed = false;
  for (const { log, offset, maxBytes: targetBytes, onlyStable } of targets) {
    const room = Math.min(targetBytes, maxBytes - byteCount);
    const isFull = byteCount > 0 && room <= 0;
    const records = isFull
      ? nothing
      : await log.read(offset, {
          maxBytes: room,
          atLeastOne: byteCount === 0,
          before: onlyStable === true ? log.stableOffset : Infinity,
        });
    results.push(records);
    if (typeof records === 'string') failed = true;
    else byteCount += records.length;
  }
  return { results, byteCount, failed };
}

/** The time a client gives the broker to have something for it. */
class Patience {
  readonly #deadline: number;
  readonly #disconnect: { forget(): void };
  #disconnected = false;
  #waiter: AppendWaiter | null = null;

  constructor({ maxWaitMs, onDisconnect }: PollLimits) {
    this.#deadline = performance.now() + maxWaitMs;
    this.#disconnect = onDisconnect(() => {
      this.#disconnected = true;
      this.#waiter?.end();
    });
  }

  get isOver(): boolean {
    return this.#disconnected || performance.now() >= this.#deadline;
  }

  async waitFor(targets: readonly ReadTarget[], missingBytes: number): Promise<void> {
    const logs = [...new Set(targets.map(({ log }) => log))];
    let timeout: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      const waiter = new AppendWaiter(logs, missingBytes, resolve);
      this.#waiter = waiter;
      timeout = setTimeout(() => waiter.end(), Math.max(1, this.#deadline - performance.now()));
    });
    clearTimeout(timeout);
    this.#waiter = null;
  }

  end(): void {
    this.#disconnect.forget();
  }
}
