import type { ConnectorListener, TaskListener } from '../task-host.ts';
import type { RpcChannel } from './rpc-channel.ts';
import type { TaskThread } from './task-thread.ts';

/** What is known of a connector or task before it has a thread. */
export interface ResidentPlan {
  readonly kind: 'connector' | 'task';
  readonly name: string;
  readonly listener: Omit<TaskListener, 'onTopic'> & Partial<TaskListener & ConnectorListener>;
  /** Has it built and started behind a channel, in the state it should be in by now. */
  readonly settle: (channel: RpcChannel, key: string) => void;
}

/** A connector or task in one of the threads. */
export interface Resident extends ResidentPlan {
  /** Its name in the thread. */
  readonly key: string;
  thread: TaskThread;
  /** It is to stop, so nobody moves it any more. */
  ending: boolean;
}
