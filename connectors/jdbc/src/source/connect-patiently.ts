import type { PluginLogger } from '@sluice/connect-api';
import { faultOf, isPassing, openDatabase, type Database } from '@sluice/connector-shared-sql';
import { pause } from '@sluice/connector-tasks';
import type { SourceSettings } from './config/source-settings.ts';

const firstBackoffMs = 250;

export interface Patience {
  readonly attempts: number;
  readonly signal: AbortSignal;
  readonly log: PluginLogger;
}

/** Connects, again and again where that may help; waits twice as long each time, up to what is configured. */
export async function connectPatiently(
  { connection, connectionBackoffMs }: SourceSettings,
  { attempts, signal, log }: Patience,
): Promise<Database> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await openDatabase(connection);
    } catch (error) {
      const fault = faultOf(error);
      if (attempt >= attempts || fault === null || !isPassing(fault) || signal.aborted) throw error;
      log.warn({ err: error, attempt }, 'The database cannot be connected to; trying again');
      await pause(Math.min(connectionBackoffMs, firstBackoffMs * 2 ** (attempt - 1)), signal);
    }
  }
}
