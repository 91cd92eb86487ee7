import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectionLostError } from '@sluice/connect-api';
import type { NodeAddress } from '../config/redis-address.ts';
import type { RedisSettings } from '../config/redis-settings.ts';
import { ClusterLink } from './cluster-link.ts';
import type { RedisLink } from './redis-link.ts';
import { SingleLink } from './single-link.ts';

/** How long a task that is asked to stop waits for answers. */
const stopGraceMs = 2000;

/** The connection of a task: opened when it is needed, and anew after it was dropped. */
export class RedisConnection {
  readonly #settings: RedisSettings;
  #link: RedisLink | null = null;
  #known: readonly NodeAddress[] = [];
  readonly #closed = Promise.withResolvers<never>();
  #isClosed = false;

  /** @param signal - some time after it is aborted the connection is closed, whoever waits for answers. */
  constructor(settings: RedisSettings, signal: AbortSignal) {
    this.#settings = settings;
    this.#closed.promise.catch(() => undefined);
    const end = (): void => void sleep(stopGraceMs, undefined, { ref: false }).then(() => this.close());
    signal.addEventListener('abort', end, { once: true });
  }

  /** @throws ConnectionLostError when nobody answers. @throws ServerAnswer when the login is refused. */
  async link(): Promise<RedisLink> {
    return this.#link ?? Promise.race([this.#openKept(), this.#closed.promise]);
  }

  /** Closes what is open; the next one who needs it has it opened. */
  drop(): void {
    if (this.#link instanceof ClusterLink) this.#known = this.#link.addresses;
    this.#link?.close();
    this.#link = null;
  }

  close(): void {
    this.#isClosed = true;
    this.#closed.reject(new ConnectionLostError('The connection to Redis was closed: the task stops'));
    this.drop();
  }

  async #openKept(): Promise<RedisLink> {
    const link = await this.#open();
    this.#link = link;
    if (this.#isClosed) this.drop();
    return link;
  }

  #open(): Promise<RedisLink> {
    return this.#settings.isCluster
      ? ClusterLink.open(this.#settings, this.#known)
      : SingleLink.open(this.#settings);
  }
}
