/**
 * Where a transactional producer stands:
 *
 *     uninitialized ──init──▶ initializing ──done──▶ ready ──begin──▶ in-transaction ──commit──▶ committing ──▶ ready
 *           ▲                      │                                    │    │                       │
 *           └──────abortable───────┘                        abort◀──────┘    └──abortable──┬────────┘
 *                                                             │                             ▼
 *                                              ready ◀──── aborting ◀────abort──── abortable-error
 *
 * From every state a fatal error leads to `failed`, where it stays.
 */
export type TransactionState =
  | 'uninitialized'
  | 'initializing'
  | 'ready'
  | 'in-transaction'
  | 'committing'
  | 'aborting'
  | 'abortable-error'
  | 'failed';

/** What the user of a producer asks for. */
export type TransactionOperation = 'init' | 'begin' | 'send-offsets' | 'commit' | 'abort';

export type TransactionEvent =
  | TransactionOperation
  /** What went on has succeeded. */
  | 'done'
  /** What belongs to the transaction failed: it can only be aborted. */
  | 'abortable'
  /** The producer can do nothing more. */
  | 'fatal';

type Row = Readonly<Record<TransactionEvent, TransactionState | 'illegal'>>;

/** A row in which nothing may be asked for, and in which no news but a fatal one changes anything. */
function row(state: TransactionState, named: Partial<Row>): Row {
  const unnamed: Row = {
    init: 'illegal',
    begin: 'illegal',
    'send-offsets': 'illegal',
    commit: 'illegal',
    abort: 'illegal',
    done: state,
    abortable: state,
    fatal: 'failed',
  };
  return { ...unnamed, ...named };
}

const transitions: Readonly<Record<TransactionState, Row>> = {
  uninitialized: row('uninitialized', { init: 'initializing' }),
  initializing: row('initializing', { done: 'ready', abortable: 'uninitialized' }),
  ready: row('ready', { begin: 'in-transaction' }),
  'in-transaction': row('in-transaction', {
    'send-offsets': 'in-transaction',
    commit: 'committing',
    abort: 'aborting',
    abortable: 'abortable-error',
  }),
  committing: row('committing', { done: 'ready', abortable: 'abortable-error' }),
  aborting: row('aborting', { done: 'ready', abortable: 'abortable-error' }),
  'abortable-error': row('abortable-error', { abort: 'aborting' }),
  failed: row('failed', {}),
};

/** `illegal` where the user must not ask for this now. */
export function nextTransactionState(
  state: TransactionState,
  event: TransactionEvent,
): TransactionState | 'illegal' {
  return transitions[state][event];
}
