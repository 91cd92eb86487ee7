import type { RedisSettings } from '../config/redis-settings.ts';
import { openNode } from '../connection/open-node.ts';
import type { RedisLink } from '../connection/redis-link.ts';
import type { RedisNode } from '../connection/redis-node.ts';

/** Hears of changes of keys, from every master: each tells of its own keys only. */
export class KeyListener {
  readonly #settings: RedisSettings;
  readonly #pattern: string;
  readonly #onKey: (key: Buffer) => void;
  #nodes: readonly RedisNode[] = [];

  constructor(settings: RedisSettings, pattern: string, onKey: (key: Buffer) => void) {
    this.#settings = settings;
    this.#pattern = pattern;
    this.#onKey = onKey;
  }

  /** Listens to all masters. @throws ConnectionLostError @throws ServerAnswer when one does not allow it. */
  async open(link: RedisLink): Promise<void> {
    const masters = await link.masters();
    const prefix = `__keyspace@${this.#settings.database}__:`;
    const nodes = await Promise.all(masters.map(({ address }) => openNode(this.#settings, address)));
    this.#nodes = nodes;
    await Promise.all(
      nodes.map((node) =>
        node.listen(prefix + this.#pattern, (channel) => this.#onKey(channel.subarray(prefix.length))),
      ),
    );
  }

  /** Whether the masters of now are all listened to. */
  async isWhole(link: RedisLink): Promise<boolean> {
    const heard = new Set(this.#nodes.filter(({ isOpen }) => isOpen).map(({ name }) => name));
    return heard.size === this.#nodes.length && (await link.masters()).every(({ name }) => heard.has(name));
  }

  close(): void {
    for (const node of this.#nodes) node.close();
    this.#nodes = [];
  }
}
