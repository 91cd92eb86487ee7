import { aptPackage } from '../packages/apt.ts';
import { runProgram } from '../process/run-program.ts';
import { waitFor } from '../process/wait-for.ts';
import { RedisServer } from './redis-server.ts';

export interface RedisClusterOptions {
  /** Three by default. */
  readonly masters?: number;
  /** Of each master; none by default. */
  readonly replicas?: number;
}

/** A Redis Cluster: its masters first, then its replicas. A lost master is missed after a second. */
export class RedisCluster {
  readonly nodes: readonly RedisServer[];

  private constructor(nodes: readonly RedisServer[]) {
    this.nodes = nodes;
  }

  static async start({ masters = 3, replicas = 0 }: RedisClusterOptions = {}): Promise<RedisCluster> {
    const args = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '1000'];
    const busArgs = (port: number) => ['--cluster-port', String(port)];
    const count = masters * (1 + replicas);
    const nodes = await Promise.all(
      Array.from({ length: count }, () => RedisServer.start({ args, busArgs })),
    );
    const cluster = new RedisCluster(nodes);
    try {
      await cluster.#join(replicas);
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** The servers as a URI: those that `count` says, all by default. */
  url(count = this.nodes.length): string {
    return `redis://${this.nodes
      .slice(0, count)
      .map(({ address }) => address)
      .join(',')}`;
  }

  /** Sends a command to the node that has its key. */
  async cli(...command: readonly string[]): Promise<unknown> {
    return this.#first.cli('-c', ...command);
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
  }

  get #first(): RedisServer {
    const [first] = this.nodes;
    if (first === undefined) throw new Error('the cluster has no nodes');
    return first;
  }

  async #join(replicas: number): Promise<void> {
    const cli = await aptPackage('redis-tools', 'redis-cli');
    const addresses = this.nodes.map(({ address }) => address);
    const { exitCode, stdout, stderr } = await runProgram(cli, [
      ...['--cluster', 'create', ...addresses],
      ...['--cluster-replicas', String(replicas), '--cluster-yes'],
    ]);
    if (exitCode !== 0) throw new Error(`The cluster could not be made:\n${stdout}${stderr}`);
    await waitFor('the cluster to be whole', async () => {
      const whole = await Promise.all(this.nodes.map((node) => this.#isWhole(node)));
      return whole.every(Boolean) || undefined;
    });
  }

  /** Whether a node knows all others, and has the data of its master, where it is a replica. */
  async #isWhole(node: RedisServer): Promise<boolean> {
    const state = String(await node.cli('CLUSTER', 'INFO'));
    const replication = String(await node.cli('INFO', 'replication'));
    return (
      state.includes('cluster_state:ok') &&
      state.includes(`cluster_known_nodes:${this.nodes.length}`) &&
      (replication.includes('role:master') || replication.includes('master_link_status:up'))
    );
  }
}
