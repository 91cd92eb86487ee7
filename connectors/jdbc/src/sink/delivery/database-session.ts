import { setTimeout } from 'node:timers/promises';
import { isConnectionLost } from '@sluice/connect-api';
import type { Database } from '@sluice/connector-shared-sql';

export interface DatabaseSessionParts {
  readonly open: () => Promise<Database>;
  /** So often a connection is tried, at least once. */
  readonly attempts: number;
  readonly backoffMs: number;
  readonly signal: AbortSignal;
}

/** The connection of a task, made anew when it is gone. */
export class DatabaseSession {
  readonly #parts: DatabaseSessionParts;
  #database: Database | null = null;

  constructor(parts: DatabaseSessionParts) {
    this.#parts = parts;
  }

  /** Whether the next call of {@link DatabaseSession.connected} has to connect. */
  get isGone(): boolean {
    return this.#database === null || this.#database.broken;
  }

  /** @throws ConnectionLostError when the database cannot be reached; other errors when it refuses. */
  async connected(): Promise<Database> {
    if (this.#database !== null && !this.#database.broken) return this.#database;
    await this.close();
    this.#database = await this.#connect();
    return this.#database;
  }

  async close(): Promise<void> {
    const database = this.#database;
    this.#database = null;
    await database?.close();
  }

  async #connect(): Promise<Database> {
    const { open, attempts, backoffMs, signal } = this.#parts;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await open();
      } catch (error) {
        if (attempt >= attempts || !isConnectionLost(error) || signal.aborted) throw error;
        await setTimeout(backoffMs, undefined, { signal }).catch(() => {});
      }
    }
  }
}
