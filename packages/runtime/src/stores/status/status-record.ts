import type { InstanceState, TaskId } from '../../states.ts';

/** The state of a connector or task as its worker saw it. */
export interface StoredStatus {
  readonly state: InstanceState;
  /** Of a failure. */
  readonly trace: string | null;
  /** `host:port` of the worker. */
  readonly workerId: string;
  /** Of the assignment under which it came to be. */
  readonly generation: number;
  /** Of the plugin; `null` when it was gone already, and in records of old workers. */
  readonly version: string | null;
}

/** That a task has read from or written to a topic (KIP-558). */
export interface TopicUse {
  readonly topic: string;
  readonly connector: string;
  readonly task: number;
  readonly discoveredMs: number;
}

/** What a status is of. */
export type StatusOwner =
  { readonly kind: 'connector'; readonly name: string } | { readonly kind: 'task'; readonly id: TaskId };

/** What a record of the status topic says; `null` takes back what was said before. */
export type StatusRecord =
  | { readonly kind: 'status'; readonly owner: StatusOwner; readonly status: StoredStatus | null }
  | {
      readonly kind: 'topic';
      readonly connector: string;
      readonly topic: string;
      readonly use: TopicUse | null;
    };

export const connectorOwner = (name: string): StatusOwner => ({ kind: 'connector', name });
export const taskOwner = (id: TaskId): StatusOwner => ({ kind: 'task', id });
