import type { PluginLogger } from '@sluice/connect-api';
import { encodeOffset, encodeOffsetKey } from '../stores/offset-codec.ts';
import type { OffsetStore } from '../stores/offset-store.ts';
import { withinTime } from '../timing/within-time.ts';
import type { CommittableOffset } from './in-flight.ts';

export interface OffsetCommitsOptions {
  readonly connector: string;
  readonly store: OffsetStore;
  readonly timeoutMs: number;
  /** Once it aborts, nothing is written any more. */
  readonly cancelSignal: AbortSignal;
  readonly log: PluginLogger;
}

/**
 * Collects the offsets that may be committed and writes them to the store. What a failed write did not store is
 * written again the next time, unless something newer took its place.
 */
export class OffsetCommits {
  readonly #options: OffsetCommitsOptions;
  #pending = new Map<string, string | null>();
  #lastWrite: Promise<boolean> = Promise.resolve(true);

  constructor(options: OffsetCommitsOptions) {
    this.#options = options;
  }

  /**
   * Takes offsets for the next commit.
   * @throws DataError when a partition or offset holds what cannot be stored.
   */
  add(offsets: readonly CommittableOffset[]): void {
    for (const { partition, offset } of offsets) {
      const key = encodeOffsetKey(this.#options.connector, partition);
      this.#pending.set(key, offset === null ? null : encodeOffset(offset));
    }
  }

  /** Writes what is pending; false when it failed or took too long (logged, kept for the next time). */
  async commit(): Promise<boolean> {
    const { timeoutMs, log } = this.#options;
    this.#lastWrite = this.#lastWrite.then(() => this.#writePending());
    const written = await withinTime(this.#lastWrite, timeoutMs);
    if (written !== 'timed-out') return written;
    log.error({ timeoutMs }, 'Offsets were not committed within offset.flush.timeout.ms; trying again later');
    return false;
  }

  /** Never rejects. */
  async #writePending(): Promise<boolean> {
    const { store, cancelSignal, log } = this.#options;
    if (cancelSignal.aborted) return false;
    const writing = this.#pending;
    if (writing.size === 0) return true;
    this.#pending = new Map();
    try {
      await store.set([...writing].map(([key, value]) => ({ key, value })));
      return true;
    } catch (error) {
      log.error({ err: error }, 'Offsets were not committed; trying again later');
      this.#pending = new Map([...writing, ...this.#pending]);
      return false;
    }
  }
}
