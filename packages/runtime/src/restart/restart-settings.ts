import type { RestartRule } from '../config/keys/restart-keys.ts';

/** How connectors and tasks that failed are restarted. */
export interface RestartSettings {
  readonly rule: RestartRule;
  /** The first wait. */
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
  readonly maxPerHour: number;
}
