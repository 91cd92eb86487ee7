import type { RedisSettings } from '../config/redis-settings.ts';
import type { Argument, KeyedCommand, Outcomes, Reply } from './command.ts';
import { openNode } from './open-node.ts';
import type { RedisLink } from './redis-link.ts';
import type { RedisNode } from './redis-node.ts';
import { findMaster } from './sentinel.ts';

/** One server, named or found by sentinels. */
export class SingleLink implements RedisLink {
  readonly #node: RedisNode;

  private constructor(node: RedisNode) {
    this.#node = node;
  }

  static async open(settings: RedisSettings): Promise<SingleLink> {
    const [first] = settings.nodes;
    if (first === undefined) throw new Error('no server is named');
    const address = settings.sentinelMaster === null ? first : await findMaster(settings);
    return new SingleLink(await openNode(settings, address));
  }

  run(commands: readonly KeyedCommand[]): Promise<Outcomes | null> {
    return this.#node.run(commands);
  }

  runTogether(commands: readonly KeyedCommand[]): Promise<Outcomes | null> {
    return this.#node.runTogether(commands);
  }

  send(_key: Argument, args: readonly Argument[]): Promise<Reply> {
    return this.#node.send(args);
  }

  sendForBytes(_key: Argument, args: readonly Argument[]): Promise<Reply> {
    return this.#node.sendForBytes(args);
  }

  nodeOf(): Promise<RedisNode> {
    return Promise.resolve(this.#node);
  }

  masters(): Promise<readonly RedisNode[]> {
    return Promise.resolve([this.#node]);
  }

  close(): void {
    this.#node.close();
  }
}
