import type { TaskId } from '../../states.ts';
import type { SessionKey, StoredRestart } from './config-record.ts';

/** Something that a record of the config topic has changed, in the order of the records. */
export type ConfigChange =
  | { readonly kind: 'connector-configured'; readonly name: string }
  | { readonly kind: 'connector-deleted'; readonly name: string }
  /** `changed` are the tasks with a new configuration: none where there are to be none any more. */
  | { readonly kind: 'tasks-committed'; readonly name: string; readonly changed: readonly TaskId[] }
  | { readonly kind: 'target-state'; readonly name: string }
  | { readonly kind: 'session-key'; readonly sessionKey: SessionKey }
  | { readonly kind: 'restart'; readonly restart: StoredRestart }
  | { readonly kind: 'log-level'; readonly namespace: string; readonly level: string };
