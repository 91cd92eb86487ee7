import type { OffsetEntry, OffsetStore } from '../../../stores/offset-store.ts';
import type { RpcChannel } from '../channel/rpc-channel.ts';

/** The worker's offset store as a task thread sees it. */
export class ThreadOffsetStore implements OffsetStore {
  readonly #channel: RpcChannel;

  constructor(channel: RpcChannel) {
    this.#channel = channel;
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  async get(keys: readonly string[]): Promise<(string | null)[]> {
    return (await this.#channel.call('getOffsets', keys)) as (string | null)[];
  }

  async set(entries: readonly OffsetEntry[]): Promise<void> {
    await this.#channel.call('setOffsets', entries);
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}
