import type { OffsetStorageReader, SourceOffset, SourcePartition } from '@sluice/connect-api';
import { decodeOffset, encodeOffsetKey } from '../stores/offset-codec.ts';
import type { OffsetStore } from '../stores/offset-store.ts';

/** The committed offsets of one connector. */
export class OffsetReader implements OffsetStorageReader {
  readonly #connector: string;
  readonly #store: OffsetStore;

  constructor(connector: string, store: OffsetStore) {
    this.#connector = connector;
    this.#store = store;
  }

  async offset(partition: SourcePartition): Promise<SourceOffset | null> {
    const [offset] = await this.offsets([partition]);
    return offset ?? null;
  }

  async offsets(partitions: readonly SourcePartition[]): Promise<(SourceOffset | null)[]> {
    const values = await this.#store.get(
      partitions.map((partition) => encodeOffsetKey(this.#connector, partition)),
    );
    return values.map((value) => (value === null ? null : decodeOffset(value)));
  }
}
