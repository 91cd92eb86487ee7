import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const mainFile = fileURLToPath(new URL('broker-main.ts', import.meta.url));

/** A broker in a process of its own, to be killed. */
export class BrokerProcess {
  readonly port: number;
  /** What it warned of so far. */
  readonly warnings: readonly string[];
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number, warnings: readonly string[]) {
    this.#child = child;
    this.port = port;
    this.warnings = warnings;
  }

  /** Rejects with what the broker wrote where it does not start. */
  static async start(dataDir: string, port = 0): Promise<BrokerProcess> {
    const args = ['--conditions=@sluice/source', mainFile, dataDir, String(port)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    const warnings: string[] = [];
    const listening = new Promise<number>((resolve) => {
      createInterface(child.stdout).on('line', (line) => {
        const said = JSON.parse(line) as { port?: number; warning?: string };
        if (said.warning !== undefined) warnings.push(said.warning);
        if (said.port !== undefined) resolve(said.port);
      });
    });
    const ended = once(child, 'close').then(() => null);
    const listeningPort = await Promise.race([listening, ended]);
    if (listeningPort === null) throw new Error(complaint);
    return new BrokerProcess(child, listeningPort, warnings);
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill(signal);
    await exit;
  }
}
