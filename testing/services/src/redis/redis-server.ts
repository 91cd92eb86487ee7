import { join } from 'node:path';
import { aptPackage } from '../packages/apt.ts';
import { freePorts } from '../process/free-ports.ts';
import { runProgram } from '../process/run-program.ts';
import { ServiceProcess } from '../process/service-process.ts';
import { makeTempFolder, type TempFolder } from '../process/temp-folder.ts';

export interface RedisOptions {
  /** Further arguments of `redis-server`, such as `--maxmemory 10mb`, word by word. */
  readonly args?: readonly string[];
  /** What `redis-cli` is started with to be let in: a login, certificates. */
  readonly cliArgs?: readonly string[];
  /** Whether `port` takes connections with TLS, and none without. `args` name the certificates. */
  readonly tls?: boolean;
  /** A further free port is found, and these arguments are made of it. */
  readonly busArgs?: (port: number) => readonly string[];
}

const readyTimeoutMs = 20_000;
const stopGraceMs = 5000;
const attempts = 3;

/** A Redis of Debian on a free port of 127.0.0.1. What it is given survives a kill: it writes all of it to a file at once. */
export class RedisServer {
  readonly host = '127.0.0.1';
  readonly #folder: TempFolder;
  readonly #options: RedisOptions;
  #port = 0;
  #busPort = 0;
  #process: ServiceProcess | undefined;

  private constructor(folder: TempFolder, options: RedisOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  static async start(options: RedisOptions = {}): Promise<RedisServer> {
    const server = new RedisServer(await makeTempFolder('redis'), options);
    for (let attempt = 1; ; attempt += 1) {
      [server.#port = 0, server.#busPort = 0] = await freePorts(2);
      try {
        await server.#launch();
        return server;
      } catch (error) {
        await server.kill();
        // Somebody else may have taken a port in the meantime.
        if (attempt < attempts) continue;
        await server.#folder.remove();
        throw error;
      }
    }
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `redis://${this.host}:${this.#port}`;
  }

  get address(): string {
    return `${this.host}:${this.#port}`;
  }

  /** Sends a command with `redis-cli`; resolves to its answer. Rejects when the answer is an error. */
  async cli(...command: readonly string[]): Promise<unknown> {
    const { exitCode, stdout, stderr } = await this.#runCli(['--json', ...command]);
    const text = stdout.trim();
    if (exitCode !== 0 || /^(?:error:|[A-Z]{3,} )/.test(text)) throw new Error(`${text}${stderr}`);
    // Reports such as INFO are printed as they are.
    return /^(?:["[{]|-?\d|null$|true$|false$)/.test(text) ? (JSON.parse(text) as unknown) : text;
  }

  /** Runs `redis-cli` with its standard input; resolves to what it printed. */
  async pipe(lines: string): Promise<string> {
    const { stdout } = await this.#runCli([], lines);
    return stdout;
  }

  /** Sends a signal, SIGKILL by default: then it resolves when the server is gone. */
  async kill(signal?: NodeJS.Signals): Promise<void> {
    await this.#process?.kill(signal);
  }

  /** Starts it again on its port with its data, killing it first if it lives. */
  async restart(): Promise<void> {
    await this.kill();
    await this.#launch();
  }

  async stop(): Promise<void> {
    await this.#process?.kill('SIGCONT');
    await this.#process?.stop(stopGraceMs);
    await this.#folder.remove();
  }

  async #runCli(args: readonly string[], stdin?: string) {
    const cli = await aptPackage('redis-tools', 'redis-cli');
    const common = ['-h', this.host, '-p', String(this.#port), ...(this.#options.cliArgs ?? [])];
    return runProgram(cli, [...common, ...args], stdin === undefined ? {} : { stdin });
  }

  async #launch(): Promise<void> {
    const command = await aptPackage('redis-server');
    const { tls = false, args = [], busArgs } = this.#options;
    const ports = tls ? ['--port', '0', '--tls-port', String(this.#port)] : ['--port', String(this.#port)];
    this.#process = await ServiceProcess.start({
      name: 'Redis',
      command,
      args: [
        ...['--bind', this.host, ...ports, '--dir', this.#folder.path, '--daemonize', 'no'],
        ...['--save', '', '--appendonly', 'yes', '--appendfsync', 'no', '--protected-mode', 'no'],
        // Replicas have the data at once.
        ...['--repl-diskless-sync-delay', '0'],
        ...(busArgs?.(this.#busPort) ?? []),
        ...args,
      ],
      cwd: this.#folder.path,
      logFile: join(this.#folder.path, 'redis.log'),
    });
    await this.#process.untilReady({
      timeoutMs: readyTimeoutMs,
      probe: async () => (await this.#runCli(['PING'])).stdout.includes('PONG'),
    });
  }
}
