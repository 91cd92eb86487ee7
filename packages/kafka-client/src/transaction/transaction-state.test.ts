import { describe, expect, it } from 'vitest';
import { nextTransactionState, type TransactionEvent, type TransactionState } from './transaction-state.ts';

type Cell = TransactionState | 'illegal';

const nothing = {
  init: 'illegal',
  begin: 'illegal',
  'send-offsets': 'illegal',
  commit: 'illegal',
  abort: 'illegal',
} as const;

// Every state and every event.
const expected: Readonly<Record<TransactionState, Readonly<Record<TransactionEvent, Cell>>>> = {
  uninitialized: {
    ...nothing,
    init: 'initializing',
    done: 'uninitialized',
    abortable: 'uninitialized',
    fatal: 'failed',
  },
  initializing: { ...nothing, done: 'ready', abortable: 'uninitialized', fatal: 'failed' },
  ready: { ...nothing, begin: 'in-transaction', done: 'ready', abortable: 'ready', fatal: 'failed' },
  'in-transaction': {
    init: 'illegal',
    begin: 'illegal',
    'send-offsets': 'in-transaction',
    commit: 'committing',
    abort: 'aborting',
    done: 'in-transaction',
    abortable: 'abortable-error',
    fatal: 'failed',
  },
  committing: { ...nothing, done: 'ready', abortable: 'abortable-error', fatal: 'failed' },
  aborting: { ...nothing, done: 'ready', abortable: 'abortable-error', fatal: 'failed' },
  'abortable-error': {
    ...nothing,
    abort: 'aborting',
    done: 'abortable-error',
    abortable: 'abortable-error',
    fatal: 'failed',
  },
  failed: { ...nothing, done: 'failed', abortable: 'failed', fatal: 'failed' },
};

const rows = Object.entries(expected).flatMap(([state, row]) =>
  Object.entries(row).map(([event, next]) => [state, event, next] as const),
);

describe('a transactional producer', () => {
  it.each(rows)('that is %s is, after %s: %s', (state, event, next) => {
    expect(nextTransactionState(state as TransactionState, event as TransactionEvent)).toBe(next);
  });
});
