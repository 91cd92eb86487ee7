import type { TargetState, TaskId } from '../../states.ts';

/** The configuration of a connector or task as it is stored: `${…}` references are unresolved. */
export type StoredConfig = Readonly<Record<string, string | null>>;

/** The key with which workers sign what they ask each other (KIP-507). */
export interface SessionKey {
  readonly key: Buffer;
  /** Of the message authentication code that it is made for, e.g. `HmacSHA256`. */
  readonly algorithm: string;
  readonly createdMs: number;
}

/** Every worker restarts its own part of it (KIP-745). */
export interface StoredRestart {
  readonly connector: string;
  readonly includeTasks: boolean;
  readonly onlyFailed: boolean;
}

/** What a record of the config topic says. */
export type ConfigRecord =
  | { readonly kind: 'connector'; readonly name: string; readonly config: StoredConfig | null }
  | { readonly kind: 'task'; readonly id: TaskId; readonly config: StoredConfig }
  | { readonly kind: 'commit'; readonly name: string; readonly taskCount: number }
  | { readonly kind: 'target-state'; readonly name: string; readonly state: TargetState | null }
  | { readonly kind: 'fenced-tasks'; readonly name: string; readonly taskCount: number }
  | { readonly kind: 'session-key'; readonly sessionKey: SessionKey }
  | { readonly kind: 'restart'; readonly restart: StoredRestart }
  | { readonly kind: 'log-level'; readonly namespace: string; readonly level: string };
