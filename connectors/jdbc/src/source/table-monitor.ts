import type { PluginLogger } from '@sluice/connect-api';
import { formatTableId, type Database, type Dialect, type TableId } from '@sluice/connector-shared-sql';
import { pause } from '@sluice/connector-tasks';
import type { SourceSettings } from './config/source-settings.ts';
import { connectPatiently } from './connect-patiently.ts';
import { findTables } from './tables/table-choice.ts';

export interface TableMonitorParts {
  readonly settings: SourceSettings;
  readonly log: PluginLogger;
  readonly signal: AbortSignal;
  /** Called when tables came or went. */
  readonly changed: () => void;
}

/** Knows the tables that are wanted and looks for new ones from time to time. */
export class TableMonitor {
  readonly #parts: TableMonitorParts;
  #database: Database | null = null;
  #dialect: Dialect | null = null;
  #tables: readonly TableId[] = [];
  #watching: Promise<void> = Promise.resolve();
  readonly #stopped = new AbortController();
  readonly #signal: AbortSignal;

  constructor(parts: TableMonitorParts) {
    this.#parts = parts;
    this.#signal = AbortSignal.any([parts.signal, this.#stopped.signal]);
  }

  /** `null` before the start. */
  get dialect(): Dialect | null {
    return this.#dialect;
  }

  get tables(): readonly TableId[] {
    return this.#tables;
  }

  /** @throws DatabaseError when they cannot be listed. */
  async start(): Promise<void> {
    this.#tables = await this.#find();
    if (this.#tables.length === 0)
      this.#parts.log.warn({}, 'There are no tables of those names; looking for them from time to time');
    this.#watching = this.#watch();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#watching;
    await this.#database?.close();
  }

  async #watch(): Promise<void> {
    const { settings, log } = this.#parts;
    const signal = this.#signal;
    while (!signal.aborted) {
      await pause(settings.tablePollIntervalMs, signal);
      if (signal.aborted) return;
      try {
        this.#take(await this.#find());
      } catch (error) {
        log.warn({ err: error }, 'The tables cannot be listed now; looking again later');
      }
    }
  }

  #take(found: readonly TableId[]): void {
    const known = this.#tables.map(formatTableId);
    const names = found.map(formatTableId);
    if (names.join('\0') === known.join('\0')) return;
    const added = names.filter((name) => !known.includes(name));
    const removed = known.filter((name) => !names.includes(name));
    this.#parts.log.info({ added, removed }, 'Tables came or went');
    this.#tables = found;
    this.#parts.changed();
  }

  async #find(): Promise<readonly TableId[]> {
    const { settings, log } = this.#parts;
    const signal = this.#signal;
    if (this.#database?.broken === true) this.#database = null;
    const attempts = settings.connectionAttempts;
    this.#database ??= await connectPatiently(settings, { attempts, signal, log });
    this.#dialect = this.#database.dialect;
    return findTables(this.#database, settings.tables);
  }
}
