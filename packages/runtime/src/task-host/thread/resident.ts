import type { ConnectorListener, TaskListener } from '../task-host.ts';
import type { RpcChannel } from './channel/rpc-channel.ts';
import type { TaskThread } from './task-thread.ts';

/** What lives in a thread; a question only as long as it is open. */
type ResidentKind = 'connector' | 'task' | 'question';

/** What is known of a connector, task or question before it has a thread. */
export interface ResidentPlan {
  readonly kind: ResidentKind;
  readonly name: string;
  readonly listener: Omit<TaskListener, 'onTopic'> & Partial<TaskListener & ConnectorListener>;
  /** Has it built and started behind a channel, in the state it should be in by now. */
  readonly settle: (channel: RpcChannel, key: string) => void;
}

/** A connector, task or question in one of the threads. */
export interface Resident extends ResidentPlan {
  /** Its name in the thread. */
  readonly key: string;
  thread: TaskThread;
  /** It is to stop, so nobody moves it any more. */
  ending: boolean;
  /** Resolves when it lives in a thread again; `null` while it does. */
  moving: Promise<void> | null;
}

const endingMethods: Readonly<Record<ResidentKind, string>> = {
  connector: 'shutdownConnector',
  task: 'stopTask',
  question: 'endQuestion',
};

/** The method of a thread by which a resident ends. */
export function endingMethodOf({ kind }: Resident): string {
  return endingMethods[kind];
}
