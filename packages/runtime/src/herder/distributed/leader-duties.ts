import type { PluginLogger } from '@sluice/connect-api';
import {
  createSessionKey,
  needsNewSessionKey,
  type HeldSessionKey,
  type SessionKeySettings,
} from '../../signing/session-keys.ts';
import type { ConfigStore } from '../../stores/config/config-store.ts';
import { connectorOwner, taskOwner } from '../../stores/status/status-record.ts';
import type { StatusStore } from '../../stores/status/status-store.ts';
import { longestTimerMs } from '../../timing/longest-timer.ts';

export interface LeaderDutiesParts {
  readonly config: Pick<ConfigStore, 'snapshot' | 'claimLeadership' | 'putSessionKey'>;
  readonly status: Pick<StatusStore, 'connectors' | 'tasks' | 'remove'>;
  readonly keys: SessionKeySettings;
  readonly heldKey: () => HeldSessionKey | null;
  /** Whether this worker leads a group whose work is divided. */
  readonly isLeading: () => boolean;
  /** Whether the group signs what workers ask each other. */
  readonly isSigning: () => boolean;
  readonly log: PluginLogger;
}

const retryMs = 250;

/** What a worker does for the cluster while it leads it. */
export class LeaderDuties {
  readonly #parts: LeaderDutiesParts;
  #isClaimLost = false;
  #running: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(parts: LeaderDutiesParts) {
    this.#parts = parts;
  }

  /** This worker has come to lead, or leads on: nobody else may write from now on. */
  async begin(): Promise<void> {
    this.#removeLeftStatuses();
    try {
      await this.#parts.config.claimLeadership();
      this.#isClaimLost = false;
    } catch (err) {
      this.#parts.log.warn({ err }, 'The right to write configurations could not be claimed; trying again');
      this.#isClaimLost = true;
    }
  }

  /** A write was refused: the right to write is to be claimed again. */
  claimLost(): void {
    this.#isClaimLost = true;
    this.perform();
  }

  /** Does what is due, and waits for nothing. */
  perform(): void {
    if (this.#isClosed) return;
    this.#running ??= this.#perform().finally(() => {
      this.#running = null;
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #perform(): Promise<void> {
    const { isLeading, config, log } = this.#parts;
    clearTimeout(this.#timer);
    if (!isLeading()) return;
    try {
      if (this.#isClaimLost) {
        await config.claimLeadership();
        this.#isClaimLost = false;
      }
      await this.#renewKey();
    } catch (err) {
      log.warn({ err }, 'What the leader has to write could not be written; trying again');
      this.#isClaimLost = true;
      this.#later(retryMs);
    }
  }

  async #renewKey(): Promise<void> {
    const { keys, heldKey, isSigning, config } = this.#parts;
    if (!isSigning()) return;
    if (needsNewSessionKey(heldKey(), keys, Date.now()))
      await config.putSessionKey(createSessionKey(keys, Date.now()));
    const expiresMs = heldKey()?.expiresMs ?? Number.POSITIVE_INFINITY;
    if (expiresMs !== Number.POSITIVE_INFINITY) this.#later(Math.max(retryMs, expiresMs - Date.now()));
  }

  #later(waitMs: number): void {
    clearTimeout(this.#timer);
    if (!this.#isClosed) this.#timer = setTimeout(() => this.perform(), Math.min(waitMs, longestTimerMs));
  }

  /** Of connectors and tasks that there are not any more. */
  #removeLeftStatuses(): void {
    const { status, config } = this.#parts;
    const { snapshot } = config;
    for (const name of status.connectors()) {
      if (!snapshot.has(name)) status.remove(connectorOwner(name));
      const { length } = snapshot.tasks(name);
      for (const task of status.tasks(name).keys()) {
        if (task >= length) status.remove(taskOwner({ connector: name, task }));
      }
    }
  }
}
