import { connect } from 'node:net';
import { join } from 'node:path';
import { freePorts } from '../process/free-ports.ts';
import { runProgram } from '../process/run-program.ts';
import { ServiceProcess } from '../process/service-process.ts';
import { makeTempFolder, type TempFolder } from '../process/temp-folder.ts';

/** How a kind of server is made ready and started. */
export interface ServerRecipe {
  readonly name: string;
  /** Makes the data folder; resolves to what starts the server on a port. */
  prepare(folder: string): Promise<(port: number) => readonly string[]>;
  /** Who may do everything. */
  readonly user: string;
  readonly password: string;
  /** How the server is asked to end without a delay. */
  readonly stopSignal: NodeJS.Signals;
  jdbcUrl(port: number, database: string): string;
}

const readyTimeoutMs = 60_000;
const stopGraceMs = 20_000;
const attempts = 3;

/** A database server on a free port of 127.0.0.1, with data of its own. */
export class DatabaseServer {
  readonly host = '127.0.0.1';
  readonly #recipe: ServerRecipe;
  readonly #folder: TempFolder;
  readonly #command: (port: number) => readonly string[];
  #port = 0;
  #process: ServiceProcess | undefined;

  private constructor(
    recipe: ServerRecipe,
    folder: TempFolder,
    command: (port: number) => readonly string[],
  ) {
    this.#recipe = recipe;
    this.#folder = folder;
    this.#command = command;
  }

  static async start(recipe: ServerRecipe): Promise<DatabaseServer> {
    const folder = await makeTempFolder(recipe.name.toLowerCase().replaceAll(/\W+/g, '-'));
    try {
      const server = new DatabaseServer(recipe, folder, await recipe.prepare(folder.path));
      await server.#startSomewhere();
      return server;
    } catch (error) {
      await folder.remove();
      throw error;
    }
  }

  get port(): number {
    return this.#port;
  }

  get user(): string {
    return this.#recipe.user;
  }

  get password(): string {
    return this.#recipe.password;
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  /** For a database that may have to be created first. */
  jdbcUrl(database: string): string {
    return this.#recipe.jdbcUrl(this.#port, database);
  }

  /** Sends a signal (default SIGKILL) to all its processes. After SIGKILL it resolves when it is gone. */
  async kill(signal?: NodeJS.Signals): Promise<void> {
    await this.#process?.kill(signal);
  }

  /** Starts it again on its port with its data, killing it first if it lives; resolves when it serves. */
  async restart(): Promise<void> {
    await this.kill();
    await this.#launch();
  }

  /** Ends it and deletes its data. */
  async stop(): Promise<void> {
    if (this.#process?.alive === true) {
      await this.#process.kill(this.#recipe.stopSignal);
      await this.#process.stop(stopGraceMs);
    }
    await this.#folder.remove();
  }

  async #startSomewhere(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      [this.#port = 0] = await freePorts(1);
      try {
        await this.#launch();
        return;
      } catch (error) {
        await this.kill();
        // Somebody else may have taken the port in the meantime.
        if (attempt === attempts) throw error;
      }
    }
  }

  async #launch(): Promise<void> {
    const [command = '', ...args] = this.#command(this.#port);
    const logFile = join(this.#folder.path, 'server.log');
    this.#process = await ServiceProcess.start({ name: this.#recipe.name, command, args, logFile });
    await this.#process.untilReady({ timeoutMs: readyTimeoutMs, probe: () => accepts(this.#port) });
  }
}

/** Whether a server takes connections there. */
function accepts(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', reject);
  });
}

/** Runs a step of a recipe. Rejects with what it printed when it fails. */
export async function runStep([command = '', ...args]: readonly string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await runProgram(command, args);
  if (exitCode !== 0) throw new Error(`${command} failed with exit code ${exitCode}:\n${stdout}${stderr}`);
}
