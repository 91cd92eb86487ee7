import calculateSlot from 'cluster-key-slot';
import type { NodeAddress } from '../config/redis-address.ts';
import type { RedisSettings } from '../config/redis-settings.ts';
import { baseOptions } from './client-options.ts';
import {
  runEachKey,
  runGroups,
  unsettled,
  type Argument,
  type KeyedCommand,
  type Outcomes,
  type Reply,
} from './command.ts';
import { loadDriver, type DriverCluster, type DriverMaster, type DriverModule } from './driver.ts';
import { answerOf, faultOf, lostError } from './redis-fault.ts';
import type { RedisLink } from './redis-link.ts';
import { RedisNode } from './redis-node.ts';

type Run = (node: RedisNode, commands: readonly KeyedCommand[]) => Promise<Outcomes | null>;

/** A cluster: commands go to the node of their key, all of a node at once. */
export class ClusterLink implements RedisLink {
  readonly #cluster: DriverCluster;
  readonly #driver: DriverModule;
  readonly #timeoutMs: number;
  /** By address, those that are connected to. */
  readonly #nodes = new Map<string, RedisNode>();

  private constructor(cluster: DriverCluster, driver: DriverModule, timeoutMs: number) {
    this.#cluster = cluster;
    this.#driver = driver;
    this.#timeoutMs = timeoutMs;
  }

  /** @param known - nodes that were there before, asked too: those that are configured may be gone. */
  static async open(settings: RedisSettings, known: readonly NodeAddress[]): Promise<ClusterLink> {
    const driver = await loadDriver();
    const base = await baseOptions(settings, settings.login);
    const addresses = [...settings.nodes, ...known];
    const cluster = driver.createCluster({
      RESP: 2,
      rootNodes: addresses.map((address) => ({ ...base, socket: { ...base.socket, ...address } })),
      defaults: base,
      minimizeConnections: true,
      topologyRefreshOnReconnectionAttemptStrategy: false,
    });
    // Of nodes that did not answer as a cluster the driver tells only here.
    let last: unknown = null;
    cluster.on('error', (error) => (last = error));
    try {
      await cluster.connect();
    } catch (error) {
      if (cluster.isOpen) cluster.destroy();
      const reason = last ?? error;
      throw reason instanceof driver.ErrorReply ? answerOf(reason) : lostError(nameOf(addresses), reason);
    }
    return new ClusterLink(cluster, driver, settings.timeoutMs);
  }

  /** All nodes that are known now. */
  get addresses(): NodeAddress[] {
    return [...this.#cluster.masters, ...this.#cluster.replicas].map(({ host, port }) => ({ host, port }));
  }

  run(commands: readonly KeyedCommand[]): Promise<Outcomes | null> {
    return this.#runGrouped(commands, (node, group) => node.run(group));
  }

  runTogether(commands: readonly KeyedCommand[]): Promise<Outcomes | null> {
    return this.#runGrouped(commands, (node, group) =>
      // A transaction has one key: those of others may be on other nodes soon.
      runEachKey(group, (commandsOfKey) => node.runTogether(commandsOfKey)),
    );
  }

  async send(key: Argument, args: readonly Argument[]): Promise<Reply> {
    return this.#redirected(key, args, {});
  }

  async sendForBytes(key: Argument, args: readonly Argument[]): Promise<Reply> {
    return this.#redirected(key, args, {
      typeMapping: { [this.#driver.RESP_TYPES.BLOB_STRING]: Buffer },
    });
  }

  async nodeOf(key: Argument): Promise<RedisNode> {
    return this.#open(this.#masterOf(key));
  }

  masters(): Promise<readonly RedisNode[]> {
    return Promise.all(this.#cluster.masters.map((master) => this.#open(master)));
  }

  close(): void {
    if (this.#cluster.isOpen) this.#cluster.destroy();
  }

  #masterOf(key: Argument): DriverMaster {
    const master = this.#cluster.slots[calculateSlot(key)]?.master;
    if (master !== undefined) return master;
    throw lostError('the cluster', new Error('no node has the slot of a key'));
  }

  /** The connection to a master, where there is one. */
  #known({ address }: DriverMaster): RedisNode | null {
    const node = this.#nodes.get(address);
    return node?.isOpen === true ? node : null;
  }

  async #open(master: DriverMaster): Promise<RedisNode> {
    const known = this.#known(master);
    if (known !== null) return known;
    const { address: name, host, port } = master;
    const client = await Promise.resolve(this.#cluster.nodeClient(master)).catch((error: unknown) => {
      throw error instanceof this.#driver.ErrorReply ? answerOf(error) : lostError(name, error);
    });
    const node = await RedisNode.of(client, { address: { host, port }, timeoutMs: this.#timeoutMs });
    this.#nodes.set(name, node);
    return node;
  }

  async #runGrouped(commands: readonly KeyedCommand[], run: Run): Promise<Outcomes | null> {
    const groups = new Map<RedisNode, number[]>();
    for (const [index, { key }] of commands.entries()) {
      const master = this.#masterOf(key);
      const node = this.#known(master) ?? (await this.#open(master));
      const group = groups.get(node);
      if (group === undefined) groups.set(node, [index]);
      else group.push(index);
    }
    const outcomes = await runGroups(commands, groups, run);
    if (outcomes === null) return null;
    await this.#follow(commands, outcomes);
    return outcomes;
  }

  /** Sends those whose keys have moved to where they are, one after the other. */
  async #follow(commands: readonly KeyedCommand[], outcomes: (Error | null)[]): Promise<void> {
    const moved = new Set(unsettled(commands, outcomes, (error) => faultOf(error) === 'moved'));
    for (const [index, command] of commands.entries()) {
      if (!moved.has(command)) continue;
      outcomes[index] = await this.#redirected(command.key, command.args, {}).then(
        () => null,
        (error: Error) => error,
      );
    }
  }

  async #redirected(key: Argument, args: readonly Argument[], options: object): Promise<Reply> {
    const timer = this.#timeoutMs === 0 ? null : setTimeout(() => this.close(), this.#timeoutMs);
    try {
      return (await this.#cluster.sendCommand(key, false, args, options)) as Reply;
    } catch (error) {
      throw error instanceof this.#driver.ErrorReply ? answerOf(error) : lostError('the cluster', error);
    } finally {
      if (timer !== null) clearTimeout(timer);
    }
  }
}

function nameOf(addresses: readonly NodeAddress[]): string {
  return addresses.map(({ host, port }) => `${host}:${port}`).join(', ');
}
