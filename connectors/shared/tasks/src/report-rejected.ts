import {
  RejectedRecordsError,
  type ErrantRecordReporter,
  type RejectedRecord,
  type SinkRecord,
} from '@sluice/connect-api';

/**
 * Says which of the records of `put` were refused; resolves when that is safe.
 * @throws RejectedRecordsError where nobody takes reports: the worker decides what becomes of them.
 * @throws ConnectError when the worker does not go on without these records.
 */
export async function reportRejected(
  reporter: ErrantRecordReporter | null,
  records: readonly SinkRecord[],
  rejected: readonly RejectedRecord[],
): Promise<void> {
  if (rejected.length === 0) return;
  const inOrder = rejected.toSorted((a, b) => a.index - b.index);
  if (reporter === null) throw new RejectedRecordsError(inOrder);
  await Promise.all(inOrder.map(({ index, error }) => reporter.report(records[index] as SinkRecord, error)));
}
