import type { ConnectionSettings } from '@sluice/connector-shared-sql';
import type { InsertMode, RowSettings } from '../record/row-settings.ts';
import type { EvolutionPolicy } from '../table/table-evolution.ts';

/** What a sink does, whichever keys said so. */
export interface SinkSettings {
  readonly connection: ConnectionSettings;
  readonly attempts: number;
  readonly backoffMs: number;
  readonly rows: RowSettings;
  readonly insertMode: InsertMode;
  readonly batchSize: number;
  readonly maxRetries: number;
  readonly retryBackoffMs: number;
  readonly evolution: EvolutionPolicy;
  /** Whether names keep their letter case; else the database reads them in its own. */
  readonly quotesNames: boolean;
  readonly hidesValues: boolean;
  /** The table that makes delivery exactly once; `null` for at least once. */
  readonly offsetTable: string | null;
}
