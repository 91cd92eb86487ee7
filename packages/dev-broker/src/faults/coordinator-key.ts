export type CoordinatorKind = 'group' | 'transaction';

const groupApis = new Set([
  'OffsetCommit',
  'OffsetFetch',
  'JoinGroup',
  'Heartbeat',
  'LeaveGroup',
  'SyncGroup',
  'TxnOffsetCommit',
]);
const transactionApis = new Set(['InitProducerId', 'AddPartitionsToTxn', 'AddOffsetsToTxn', 'EndTxn']);

/** Whose coordinator a request is for; null for requests to any broker. */
export function coordinatorKeyOf(
  api: string,
  request: object,
): { kind: CoordinatorKind; key: string } | null {
  const fields = request as Readonly<Record<string, unknown>>;
  const text = (name: string): string => {
    const value = fields[name];
    return typeof value === 'string' ? value : '';
  };
  if (groupApis.has(api)) return { kind: 'group', key: text('groupId') || firstGroup(fields['groups']) };
  if (!transactionApis.has(api)) return null;
  return { kind: 'transaction', key: text('transactionalId') || text('v3AndBelowTransactionalId') };
}

function firstGroup(groups: unknown): string {
  const [first] = Array.isArray(groups) ? (groups as readonly { groupId?: string }[]) : [];
  return first?.groupId ?? '';
}
