import type { Reply } from '../connection/command.ts';
import type { RedisLink } from '../connection/redis-link.ts';
import type { RedisNode } from '../connection/redis-node.ts';

const keysPerStep = '1000';

/** Goes through all keys of all masters. A key that is there from beginning to end is found, perhaps more than once. */
export class KeyScan {
  readonly #pattern: string;
  #left: { readonly node: RedisNode; cursor: string }[] = [];

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  get isDone(): boolean {
    return this.#left.length === 0;
  }

  async begin(link: RedisLink): Promise<void> {
    this.#left = (await link.masters()).map((node) => ({ node, cursor: '0' }));
  }

  /** Some more keys. */
  async next(): Promise<readonly Buffer[]> {
    const [part] = this.#left;
    if (part === undefined) return [];
    const answer = await part.node.sendForBytes([
      ...['SCAN', part.cursor, 'MATCH', this.#pattern, 'COUNT', keysPerStep],
    ]);
    const [cursor, keys] = answer as readonly [Reply, readonly Buffer[]];
    part.cursor = String(cursor);
    if (part.cursor === '0') this.#left.shift();
    return keys;
  }
}
