import type { Argument, KeyedCommand, Outcomes, Reply } from './command.ts';
import type { RedisNode } from './redis-node.ts';

/** The connections to a server or cluster. Once one is lost, all of them are to be opened anew. */
export interface RedisLink {
  /** Carries out commands; those of a key in their order. `null` when all were. @throws ConnectionLostError */
  run(commands: readonly KeyedCommand[]): Promise<Outcomes | null>;
  /** The same, those of each key as a transaction. */
  runTogether(commands: readonly KeyedCommand[]): Promise<Outcomes | null>;
  /** Asks the node of a key. */
  send(key: Argument, args: readonly Argument[]): Promise<Reply>;
  sendForBytes(key: Argument, args: readonly Argument[]): Promise<Reply>;
  /** The node that has a key. */
  nodeOf(key: Argument): Promise<RedisNode>;
  /** Every node with keys of its own. */
  masters(): Promise<readonly RedisNode[]>;
  close(): void;
}
