import { ConnectError } from '@sluice/connect-api';
import type { Admin } from '@sluice/kafka-client';
import { taskTransactionalId } from '../../config/source-client-properties.ts';

export interface TasksToFence {
  readonly groupId: string;
  readonly connector: string;
  /** How many tasks the earlier generation had. */
  readonly taskCount: number;
}

/**
 * Keeps tasks of an earlier generation from writing: their open transactions are aborted, and their producers refused.
 * The admin client's `default.api.timeout.ms` bounds it (Connect gives it 90 s).
 * @throws ConnectError when one of them could not be fenced.
 */
export async function fenceTasks(
  { transactions }: Pick<Admin, 'transactions'>,
  { groupId, connector, taskCount }: TasksToFence,
): Promise<void> {
  const ids = Array.from({ length: taskCount }, (_, task) => taskTransactionalId(groupId, connector, task));
  const outcomes = await transactions.fenceProducers(ids);
  for (const outcome of outcomes.values()) {
    if (!(outcome instanceof Error)) continue;
    throw new ConnectError(`Failed to perform round of zombie fencing for ${connector}: ${outcome.message}`, {
      code: 'TASKS_NOT_FENCED',
      cause: outcome,
    });
  }
}
