import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isBeating,
  nextConsumerMemberState,
  type ConsumerMemberAction,
  type ConsumerMemberEvent,
  type ConsumerMemberState,
} from './consumer-member-state.ts';

const stay = null;
type Cell = readonly [ConsumerMemberState, ConsumerMemberAction] | typeof stay;

const failed: Cell = ['failed', 'forget'];
const out: Cell = ['gone', 'quit'];

// Every state and every event: what is not null changes something.
const expected: Readonly<Record<ConsumerMemberState, Readonly<Record<ConsumerMemberEvent, Cell>>>> = {
  outside: {
    enter: ['joining', 'beat'],
    answered: stay,
    retargeted: stay,
    reconciled: stay,
    released: stay,
    lost: stay,
    overdue: stay,
    refused: stay,
    leave: ['gone', 'none'],
  },
  joining: {
    enter: stay,
    answered: ['stable', 'none'],
    retargeted: ['reconciling', 'none'],
    reconciled: stay,
    released: stay,
    lost: ['joining', 'forget'],
    overdue: ['outside', 'quit'],
    refused: failed,
    leave: out,
  },
  stable: {
    enter: stay,
    answered: stay,
    retargeted: ['reconciling', 'none'],
    reconciled: stay,
    released: stay,
    lost: ['losing', 'forget'],
    overdue: ['losing', 'quit'],
    refused: failed,
    leave: out,
  },
  reconciling: {
    enter: stay,
    answered: stay,
    retargeted: stay,
    reconciled: ['stable', 'beat'],
    released: stay,
    lost: ['losing', 'forget'],
    overdue: ['losing', 'quit'],
    refused: failed,
    leave: out,
  },
  losing: {
    enter: stay,
    answered: stay,
    retargeted: stay,
    reconciled: stay,
    released: ['joining', 'beat'],
    lost: stay,
    overdue: stay,
    refused: failed,
    leave: ['gone', 'none'],
  },
  failed: {
    enter: stay,
    answered: stay,
    retargeted: stay,
    reconciled: stay,
    released: stay,
    lost: stay,
    overdue: stay,
    refused: stay,
    leave: ['gone', 'none'],
  },
  gone: {
    enter: stay,
    answered: stay,
    retargeted: stay,
    reconciled: stay,
    released: stay,
    lost: stay,
    overdue: stay,
    refused: stay,
    leave: stay,
  },
};

const states = Object.keys(expected) as ConsumerMemberState[];
const events = Object.keys(expected.outside) as ConsumerMemberEvent[];
const cells = states.flatMap((state) =>
  events.map((event) => ({ state, event, cell: expected[state][event] })),
);

describe('the states of a member by the consumer protocol', () => {
  it.each(cells)('lead from $state by $event to what the table says', ({ state, event, cell }) => {
    const [next, action] = cell ?? [state, 'none'];
    expect(nextConsumerMemberState(state, event)).toEqual({ state: next, action });
  });

  it('have heartbeats wherever the group counts on the member', () => {
    expect(states.filter(isBeating)).toEqual(['joining', 'stable', 'reconciling']);
  });

  it('never let a member that may hold partitions join: it has dropped them before', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events)), (history) => {
        let state: ConsumerMemberState = 'outside';
        let mayHold = false;
        const joinedHolding = history.filter((event) => {
          const next = nextConsumerMemberState(state, event);
          if (event === 'released' && state === 'losing') mayHold = false;
          const isJoining = next.state === 'joining' && state !== 'joining';
          if (next.state === 'reconciling') mayHold = true;
          ({ state } = next);
          return isJoining && mayHold;
        });
        expect(joinedHolding).toEqual([]);
      }),
    );
  });
});
