import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aptPackage } from '../packages/apt.ts';
import { freePorts } from '../process/free-ports.ts';
import { ServiceProcess } from '../process/service-process.ts';
import { makeTempFolder, type TempFolder } from '../process/temp-folder.ts';
import { waitFor } from '../process/wait-for.ts';
import { runProgram } from '../process/run-program.ts';
import { RedisServer } from './redis-server.ts';

/** A master, a replica, and a sentinel that has the replica take over when the master does not answer for a second. */
export class RedisSentinel {
  readonly servers: readonly [RedisServer, RedisServer];
  readonly masterName = 'shop';
  readonly #folder: TempFolder;
  #port = 0;
  #process: ServiceProcess | undefined;

  private constructor(servers: readonly [RedisServer, RedisServer], folder: TempFolder) {
    this.servers = servers;
    this.#folder = folder;
  }

  static async start(): Promise<RedisSentinel> {
    const master = await RedisServer.start();
    const replica = await RedisServer.start({ args: ['--replicaof', master.host, String(master.port)] });
    const sentinel = new RedisSentinel([master, replica], await makeTempFolder('redis-sentinel'));
    try {
      await sentinel.#launch();
      return sentinel;
    } catch (error) {
      await sentinel.stop();
      throw error;
    }
  }

  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  get url(): string {
    return `redis-sentinel://${this.address}/0#${this.masterName}`;
  }

  /** The server that is the master now. */
  async master(): Promise<RedisServer> {
    const port = Number((await this.#ask('GET-MASTER-ADDR-BY-NAME')).split('\n')[1]);
    const found = this.servers.find((server) => server.port === port);
    if (found === undefined) throw new Error('the sentinel names no master of these');
    return found;
  }

  async stop(): Promise<void> {
    await this.#process?.kill();
    await Promise.all(this.servers.map((server) => server.stop()));
    await this.#folder.remove();
  }

  async #launch(): Promise<void> {
    const [{ host, port: masterPort }] = this.servers;
    [this.#port = 0] = await freePorts(1);
    const file = join(this.#folder.path, 'sentinel.conf');
    const settings = [
      `port ${this.#port}`,
      'bind 127.0.0.1',
      `dir ${this.#folder.path}`,
      `sentinel monitor ${this.masterName} ${host} ${masterPort} 1`,
      `sentinel down-after-milliseconds ${this.masterName} 1000`,
      `sentinel failover-timeout ${this.masterName} 4000`,
    ];
    await writeFile(file, `${settings.join('\n')}\n`);
    this.#process = await ServiceProcess.start({
      name: 'Redis Sentinel',
      command: await aptPackage('redis-server'),
      args: [file, '--sentinel'],
      logFile: join(this.#folder.path, 'sentinel.log'),
    });
    // Before it knows the replica, and the replica its master, nobody could take over.
    await waitFor('the sentinel to know the replica', async () => {
      const text = await this.#ask('REPLICAS');
      return (
        (text.includes(String(this.servers[1].port)) && /master-link-status\n"?ok/.test(text)) || undefined
      );
    });
  }

  async #ask(question: string): Promise<string> {
    const cli = await aptPackage('redis-tools', 'redis-cli');
    const args = ['-h', '127.0.0.1', '-p', String(this.#port), 'SENTINEL', question, this.masterName];
    return (await runProgram(cli, args)).stdout;
  }
}
