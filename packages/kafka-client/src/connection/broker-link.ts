import type { BrokerAddress } from '../settings/bootstrap-servers.ts';
import { backoffMs, type BackoffOptions } from '../timing/backoff.ts';
import { Deadline, delay, timerMs } from '../timing/delay.ts';
import type { BrokerConnection, ClientApi } from './broker-connection.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { openConnection, type ReadyConnection } from './open-connection.ts';

/** A request, or how it looks in a version of its API. */
export type Versioned<In> = In | ((version: number) => In);

export interface BrokerLinkOptions extends ConnectionOptions {
  readonly backoff: BackoffOptions;
}

/** A lasting way to one address: connects when first needed and again when needed after an end, with pauses. */
export class BrokerLink {
  readonly address: BrokerAddress;
  readonly #options: BrokerLinkOptions;
  readonly #closing = new AbortController();
  #ready: ReadyConnection | null = null;
  #opening: Promise<ReadyConnection> | null = null;
  #failures = 0;
  #retryAfter = new Deadline(0);
  #idleTimer: NodeJS.Timeout | undefined;
  /** Called when a connection that was open has ended, unless because nobody used it. */
  onDisconnected: () => void = () => undefined;

  constructor(address: BrokerAddress, options: BrokerLinkOptions) {
    this.address = address;
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#ready?.connection.isOpen ?? false;
  }

  get isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** The open connection, if there is one. */
  get open(): ReadyConnection | null {
    const ready = this.#ready;
    if (ready === null || !ready.connection.isOpen) return null;
    if (!ready.connection.isIdle) return ready;
    this.#leave(ready);
    return null;
  }

  /** The open connection, or a new one after the pause that earlier failures demand. */
  async connect(): Promise<ReadyConnection> {
    const { open } = this;
    if (open !== null) return open;
    this.#opening ??= this.#reopen().finally(() => {
      this.#opening = null;
    });
    return await this.#opening;
  }

  /** Sends a request in the newest version that both sides speak, within `request.timeout.ms` unless told otherwise. */
  async request<In, Out>(
    api: ClientApi<In, Out>,
    body: Versioned<In>,
    timeoutMs: number = this.#options.settings['request.timeout.ms'],
  ): Promise<Out> {
    const { connection, versions } = await this.connect();
    const version = versions.versionOf(api);
    return await connection.request(api, inVersion(body, version), { version, timeoutMs });
  }

  /** Ends the connection; nothing opens it again. */
  close(): void {
    this.#closing.abort();
    clearTimeout(this.#idleTimer);
    this.#ready?.connection.close();
  }

  async #reopen(): Promise<ReadyConnection> {
    await delay(this.#retryAfter.remainingMs, this.#closing.signal);
    try {
      const options = { ...this.#options, setupTimeoutMs: this.#setupTimeoutMs() };
      const ready = await openConnection(this.address, options, this.#closing.signal);
      this.#opened(ready);
      return ready;
    } catch (error) {
      this.#failures += 1;
      this.#retryAfter = new Deadline(backoffMs(this.#failures, this.#options.backoff));
      throw error;
    }
  }

  /** Grows with every failure, so that brokers under load are not asked too much (KIP-601). */
  #setupTimeoutMs(): number {
    const { settings, backoff } = this.#options;
    const initialMs = settings['socket.connection.setup.timeout.ms'];
    const maxMs = settings['socket.connection.setup.timeout.max.ms'];
    return Math.round(backoffMs(this.#failures + 1, { ...backoff, initialMs, maxMs }));
  }

  #opened(ready: ReadyConnection): void {
    this.#failures = 0;
    this.#ready = ready;
    ready.connection.onClosed = () => this.#disconnected(ready.connection);
    if (this.isClosed) ready.connection.close();
    else this.#watch(ready);
    // A connection that ends soon after it was made must not be made again at once.
    this.#retryAfter = new Deadline(backoffMs(1, this.#options.backoff));
  }

  /** Ends the connection when it is idle: nobody may ask for it again. */
  #watch(ready: ReadyConnection): void {
    clearTimeout(this.#idleTimer);
    const { idleInMs } = ready.connection;
    if (idleInMs === Number.POSITIVE_INFINITY) return;
    this.#idleTimer = setTimeout(
      () => {
        if (this.#ready !== ready) return;
        if (ready.connection.isIdle) this.#leave(ready);
        else this.#watch(ready);
      },
      timerMs(idleInMs + 1),
    ).unref();
  }

  #leave({ connection }: ReadyConnection): void {
    this.#ready = null;
    clearTimeout(this.#idleTimer);
    connection.close();
  }

  #disconnected(connection: BrokerConnection): void {
    if (this.#ready?.connection !== connection) return;
    this.#ready = null;
    clearTimeout(this.#idleTimer);
    this.onDisconnected();
  }
}

function inVersion<In>(body: Versioned<In>, version: number): In {
  return typeof body === 'function' ? (body as (version: number) => In)(version) : body;
}
