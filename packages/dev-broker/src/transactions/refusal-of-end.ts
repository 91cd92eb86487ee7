import type { ErrorName } from '@sluice/kafka-protocol';
import type { TransactionState } from './transaction-record.ts';

type Reaction = Readonly<Record<'commit' | 'abort', ErrorName>>;

const open: Reaction = { commit: 'NONE', abort: 'NONE' };
const onlyCommit: Reaction = { commit: 'NONE', abort: 'INVALID_TXN_STATE' };
const onlyAbort: Reaction = { commit: 'INVALID_TXN_STATE', abort: 'NONE' };
const neither: Reaction = { commit: 'INVALID_TXN_STATE', abort: 'INVALID_TXN_STATE' };

/** Who keeps its epoch may ask again for what was done. */
const withSameEpoch: Readonly<Record<TransactionState, Reaction>> = {
  Empty: neither,
  Ongoing: open,
  PrepareCommit: onlyCommit,
  PrepareAbort: onlyAbort,
  CompleteCommit: onlyCommit,
  CompleteAbort: onlyAbort,
};

/** Who gets a new one may abort though nothing was begun, to get out of an unclear state (KIP-890). */
const withNewEpoch: Readonly<Record<TransactionState, Reaction>> = {
  Empty: onlyAbort,
  Ongoing: open,
  PrepareCommit: onlyCommit,
  PrepareAbort: onlyAbort,
  CompleteCommit: onlyAbort,
  CompleteAbort: onlyAbort,
};

/** Why a transaction in this state cannot end so; NONE where it can. */
export function refusalOfEnd(
  state: TransactionState,
  { outcome, bumpsEpoch }: { outcome: 'commit' | 'abort'; bumpsEpoch: boolean },
): ErrorName {
  return (bumpsEpoch ? withNewEpoch : withSameEpoch)[state][outcome];
}
