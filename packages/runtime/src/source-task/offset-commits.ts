import type { PluginLogger } from '@sluice/connect-api';
import { encodeOffset, encodeOffsetKey } from '../stores/offset-codec.ts';
import type { OffsetStore } from '../stores/offset-store.ts';
import { withinTime } from '../timing/within-time.ts';
import type { CommittableOffset } from './in-flight.ts';

export interface OffsetCommitsOptions {
  readonly connector: string;
  readonly store: OffsetStore;
  readonly timeoutMs: number;
  readonly log: PluginLogger;
}

/**
 * Collects the offsets that may be committed and writes them to the store. What a failed write did not store is
 * written again the next time, unless something newer took its place.
 */
export class OffsetCommits {
  readonly #options: OffsetCommitsOptions;
  #pending = new Map<string, string | null>();
  #underWay: Promise<boolean> | null = null;

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
    const written = await withinTime(this.#write(), timeoutMs);
    if (written === 'timed-out') {
      log.error(
        { timeoutMs },
        'Offsets were not committed within offset.flush.timeout.ms; trying again later',
      );
      return false;
    }
    return written;
  }

  async #write(): Promise<boolean> {
    while (this.#underWay !== null) await this.#underWay;
    this.#underWay = this.#writePending();
    try {
      return await this.#underWay;
    } finally {
      this.#underWay = null;
    }
  }

  async #writePending(): Promise<boolean> {
    const writing = this.#pending;
    if (writing.size === 0) return true;
    this.#pending = new Map();
    try {
      await this.#options.store.set([...writing].map(([key, value]) => ({ key, value })));
      return true;
    } catch (error) {
      this.#options.log.error({ err: error }, 'Offsets were not committed; trying again later');
      this.#pending = new Map([...writing, ...this.#pending]);
      return false;
    }
  }
}
