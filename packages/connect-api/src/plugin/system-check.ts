import type { PluginLogger } from './task-context.ts';

/** What a look at one thing of the other system found. */
export interface CheckFinding {
  /** What was looked at, in a few words: `credentials`, `table public.orders`. */
  readonly subject: string;
  /** `warning`: it will work, but not as one might expect. */
  readonly outcome: 'passed' | 'warning' | 'failed';
  /** What was found, and why that is wrong. Never a secret. */
  readonly message: string;
  /** The statement, setting or command that mends it. */
  readonly remedy?: string;
  /** The keys of the configuration that it depends on. */
  readonly keys?: readonly string[];
}

/** What a check may ask of the worker. */
export interface CheckContext {
  /** The name in the configuration, or the class where it has none yet. */
  readonly connector: string;
  /** The configuration as it was written, with references resolved. */
  readonly properties: Readonly<Record<string, string>>;
  readonly log: PluginLogger;
  /** Aborted when the time for the check is over, or nobody waits for it any more. */
  readonly signal: AbortSignal;
}
