/** What the cluster of workers has to say before a task that delivers exactly once may write. */
export interface TaskFencing {
  /** Makes sure that no task of an earlier generation can write any more. */
  beforeProducer(): Promise<void>;
  /** Called when tasks that were started before this one are fenced. @throws ConnectError when this one is outdated. */
  afterProducer(): Promise<void>;
}
