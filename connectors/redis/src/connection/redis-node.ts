import { setImmediate as immediate } from 'node:timers/promises';
import type { NodeAddress } from '../config/redis-address.ts';
import { loadDriver, type DriverClient, type DriverModule } from './driver.ts';
import { runEachKey, type Argument, type KeyedCommand, type Outcomes, type Reply } from './command.ts';
import { answerOf, lostError } from './redis-fault.ts';

export interface NodeOptions {
  readonly address: NodeAddress;
  /** How long an answer may take; 0 waits for ever. */
  readonly timeoutMs: number;
}

/** So many are cheap to follow one by one. */
const fewCommands = 8;
/** After so many the bytes are sent. */
const commandsAtOnce = 100;

/** One connection to one server. Once lost it stays so. */
export class RedisNode {
  /** As messages name it: `host:port`. */
  readonly name: string;
  readonly address: NodeAddress;
  readonly #client: DriverClient;
  readonly #driver: DriverModule;
  readonly #timeoutMs: number;

  private constructor(client: DriverClient, driver: DriverModule, options: NodeOptions) {
    this.address = options.address;
    this.name = `${options.address.host}:${options.address.port}`;
    this.#client = client;
    this.#driver = driver;
    this.#timeoutMs = options.timeoutMs;
  }

  /** Takes a connection that is open. */
  static async of(client: DriverClient, options: NodeOptions): Promise<RedisNode> {
    return new RedisNode(client, await loadDriver(), options);
  }

  /** @throws ServerAnswer when the server refused. @throws ConnectionLostError when there was no answer. */
  send(args: readonly Argument[]): Promise<Reply> {
    return this.#answered(this.#client.sendCommand(args) as Promise<Reply>);
  }

  /** The same, with bytes where the answer has texts. */
  sendForBytes(args: readonly Argument[]): Promise<Reply> {
    const typeMapping = { [this.#driver.RESP_TYPES.BLOB_STRING]: Buffer };
    return this.#answered(this.#client.sendCommand(args, { typeMapping }) as Promise<Reply>);
  }

  /** Sends all without waiting in between, then waits for all answers. @throws ConnectionLostError when some did not come. */
  async run(commands: readonly KeyedCommand[]): Promise<Outcomes | null> {
    if (commands.every(({ isRepeatable }) => isRepeatable)) return this.#runAll(commands);
    // What one key refuses does not have the others carried out twice.
    return runEachKey(commands, (group) =>
      group.length <= fewCommands ? this.#settle(group) : this.#runAll(group),
    );
  }

  /** Sends all as one transaction. An error of one is its own; the others are carried out. */
  async runTogether(commands: readonly KeyedCommand[]): Promise<Outcomes | null> {
    const batch = this.#client.multi();
    for (const { args } of commands) batch.addCommand(args);
    try {
      await this.#timed(batch.exec());
      return null;
    } catch (error) {
      const { MultiErrorReply, ErrorReply } = this.#driver;
      if (error instanceof MultiErrorReply) {
        return error.replies.map((reply: unknown) => (reply instanceof Error ? answerOf(reply) : null));
      }
      // Refused when it was queued, so that nothing of it was carried out.
      if (error instanceof ErrorReply) return commands.map(() => answerOf(error));
      throw lostError(this.name, error);
    }
  }

  /** Hears what is published on channels like these, as bytes. */
  async listen(pattern: string, onMessage: (channel: Buffer) => void): Promise<void> {
    await this.#answered(this.#client.pSubscribe(pattern, (_message, channel) => onMessage(channel), true));
  }

  get isOpen(): boolean {
    return this.#client.isReady;
  }

  close(): void {
    // It says so of a connection that is gone already.
    if (this.#client.isOpen) this.#client.destroy();
  }

  /** The server begins with the first of them while the next are still made into bytes. */
  async #runAll(commands: readonly KeyedCommand[]): Promise<Outcomes | null> {
    const parts: Promise<unknown>[] = [];
    for (let from = 0; from < commands.length; from += commandsAtOnce) {
      if (from > 0) await immediate();
      const batch = this.#client.multi();
      for (const { args } of commands.slice(from, from + commandsAtOnce)) batch.addCommand(args);
      const part = batch.execAsPipeline();
      // Seen below: the first one that fails may not be the first one that is waited for.
      part.catch(() => undefined);
      parts.push(part);
    }
    try {
      await this.#timed(Promise.all(parts));
      return null;
    } catch (error) {
      // The first error hides how the others fared: all are carried out once more, one answer each.
      if (error instanceof this.#driver.ErrorReply) return this.#settle(commands);
      throw lostError(this.name, error);
    }
  }

  async #settle(commands: readonly KeyedCommand[]): Promise<Outcomes> {
    const { ErrorReply } = this.#driver;
    const sent = commands.map(({ args }) =>
      this.#client.sendCommand(args).then(
        () => null,
        (error: unknown) => (error instanceof ErrorReply ? answerOf(error) : lostError(this.name, error)),
      ),
    );
    return this.#timed(Promise.all(sent));
  }

  async #answered<T>(answer: Promise<T>): Promise<T> {
    try {
      return await this.#timed(answer);
    } catch (error) {
      if (error instanceof this.#driver.ErrorReply) throw answerOf(error);
      throw lostError(this.name, error);
    }
  }

  /** A server that does not answer in time is left: the driver then breaks what was promised. */
  async #timed<T>(answer: Promise<T>): Promise<T> {
    if (this.#timeoutMs === 0) return answer;
    const timer = setTimeout(() => this.close(), this.#timeoutMs);
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
    }
  }
}
