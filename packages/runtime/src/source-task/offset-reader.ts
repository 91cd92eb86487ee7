import {
  ConnectError,
  type OffsetStorageReader,
  type PluginLogger,
  type SourceOffset,
  type SourcePartition,
} from '@sluice/connect-api';
import { decodeOffset, encodeOffsetKey } from '../stores/offset-codec.ts';
import type { OffsetStore } from '../stores/offset-store.ts';

export interface OffsetReaderOptions {
  readonly connector: string;
  readonly store: OffsetStore;
  readonly log: PluginLogger;
  /** Once it aborts, nothing can be read any more. */
  readonly cancelSignal?: AbortSignal;
}

/** The committed offsets of one connector. */
export class OffsetReader implements OffsetStorageReader {
  readonly #options: OffsetReaderOptions;

  constructor(options: OffsetReaderOptions) {
    this.#options = options;
  }

  async offset(partition: SourcePartition): Promise<SourceOffset | null> {
    const [offset] = await this.offsets([partition]);
    return offset ?? null;
  }

  /** @throws ConnectError when the store cannot be read, or the task was cancelled. */
  async offsets(partitions: readonly SourcePartition[]): Promise<(SourceOffset | null)[]> {
    const { connector } = this.#options;
    this.#refuseCancelled(
      'Offset reader is closed. This is likely because the task has already been scheduled to stop but has taken ' +
        'longer than the graceful shutdown period to do so.',
    );
    const keys = partitions.map((partition) => encodeOffsetKey(connector, partition));
    const values = await this.#read(keys);
    this.#refuseCancelled(
      'Offset reader closed while attempting to read offsets. This is likely because the task was been scheduled to ' +
        'stop but has taken longer than the graceful shutdown period to do so.',
    );
    return values.map((value, index) => this.#decode(keys[index] as string, value));
  }

  async #read(keys: readonly string[]): Promise<(string | null)[]> {
    try {
      return await this.#options.store.get(keys);
    } catch (error) {
      throw new ConnectError('Failed to fetch offsets.', { cause: error });
    }
  }

  /** What cannot be read is taken for absent, as in a Java worker. */
  #decode(key: string, value: string | null): SourceOffset | null {
    if (value === null) return null;
    try {
      return decodeOffset(value);
    } catch (error) {
      this.#options.log.error(
        { err: error, key },
        'A stored offset cannot be read; the task goes on without it and may read data again or skip some',
      );
      return null;
    }
  }

  #refuseCancelled(message: string): void {
    if (this.#options.cancelSignal?.aborted === true)
      throw new ConnectError(message, { code: 'TASK_CANCELLED' });
  }
}
