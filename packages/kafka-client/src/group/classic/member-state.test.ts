import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  needsHeartbeats,
  nextMemberState,
  type MemberAction,
  type MemberEvent,
  type MemberState,
} from './member-state.ts';

const stay = null;
type Cell = readonly [MemberState, MemberAction] | typeof stay;

const failed: Cell = ['failed', 'forget'];
const out: Cell = ['gone', 'quit'];

// Every state and every event: what is not null changes something.
const expected: Readonly<Record<MemberState, Readonly<Record<MemberEvent, Cell>>>> = {
  outside: {
    enter: ['joining', 'join'],
    joined: stay,
    synced: stay,
    'taken-over': stay,
    released: stay,
    rebalance: stay,
    again: stay,
    lost: stay,
    outdated: stay,
    overdue: stay,
    refused: stay,
    leave: ['gone', 'none'],
  },
  joining: {
    enter: stay,
    joined: ['syncing', 'sync'],
    synced: stay,
    'taken-over': stay,
    released: stay,
    rebalance: stay,
    again: ['joining', 'join'],
    lost: ['losing', 'forget'],
    outdated: ['losing', 'forget-generation'],
    overdue: ['losing', 'quit'],
    refused: failed,
    leave: out,
  },
  syncing: {
    enter: stay,
    joined: stay,
    synced: ['handing-over', 'none'],
    'taken-over': stay,
    released: stay,
    rebalance: ['joining', 'join'],
    again: ['joining', 'join'],
    lost: ['losing', 'forget'],
    outdated: ['losing', 'forget-generation'],
    overdue: ['losing', 'quit'],
    refused: failed,
    leave: out,
  },
  'handing-over': {
    enter: stay,
    joined: stay,
    synced: stay,
    'taken-over': ['stable', 'none'],
    released: stay,
    rebalance: stay,
    again: stay,
    lost: ['losing', 'forget'],
    outdated: ['losing', 'forget-generation'],
    overdue: ['losing', 'quit'],
    refused: failed,
    leave: out,
  },
  stable: {
    enter: stay,
    joined: stay,
    synced: stay,
    'taken-over': stay,
    released: stay,
    rebalance: ['revoking', 'none'],
    again: stay,
    lost: ['losing', 'forget'],
    outdated: ['losing', 'forget-generation'],
    overdue: ['losing', 'quit'],
    refused: failed,
    leave: out,
  },
  revoking: {
    enter: stay,
    joined: stay,
    synced: stay,
    'taken-over': stay,
    released: ['joining', 'join'],
    rebalance: stay,
    again: stay,
    lost: ['losing', 'forget'],
    outdated: ['losing', 'forget-generation'],
    overdue: ['losing', 'quit'],
    refused: failed,
    leave: out,
  },
  losing: {
    enter: stay,
    joined: stay,
    synced: stay,
    'taken-over': stay,
    released: ['joining', 'join'],
    rebalance: stay,
    again: stay,
    lost: stay,
    outdated: stay,
    overdue: stay,
    refused: failed,
    leave: out,
  },
  failed: {
    enter: stay,
    joined: stay,
    synced: stay,
    'taken-over': stay,
    released: stay,
    rebalance: stay,
    again: stay,
    lost: stay,
    outdated: stay,
    overdue: stay,
    refused: stay,
    leave: ['gone', 'none'],
  },
  gone: {
    enter: stay,
    joined: stay,
    synced: stay,
    'taken-over': stay,
    released: stay,
    rebalance: stay,
    again: stay,
    lost: stay,
    outdated: stay,
    overdue: stay,
    refused: stay,
    leave: stay,
  },
};

const cells = (Object.keys(expected) as MemberState[]).flatMap((state) =>
  (Object.keys(expected[state]) as MemberEvent[]).map((event) => ({
    state,
    event,
    cell: expected[state][event],
  })),
);

const events = Object.keys(expected.outside) as MemberEvent[];

describe('the states of a group member', () => {
  it.each(cells)('lead from $state by $event to what the table says', ({ state, event, cell }) => {
    const [next, action] = cell ?? [state, 'none'];
    expect(nextMemberState(state, event)).toEqual({ state: next, action });
  });

  it('have heartbeats wherever the group counts on the member, but not while a join waits', () => {
    const beating = (Object.keys(expected) as MemberState[]).filter(needsHeartbeats);
    expect(beating).toEqual(['syncing', 'handing-over', 'stable', 'revoking']);
  });

  it('never let an owner keep partitions of a generation it is not in', () => {
    const outOfGeneration = cells
      .map(({ state, event }) => nextMemberState(state, event))
      .filter(({ action }) => ['forget', 'forget-generation', 'quit'].includes(action));
    const states = new Set(outOfGeneration.map(({ state }) => state));
    expect([...states].sort()).toEqual(['failed', 'gone', 'losing']);
  });

  it('never let a member that has lost its place join before its owner has dropped what it had', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events)), (history) => {
        let state: MemberState = 'outside';
        let mayOverlap = false;
        const joinedOverlapping = history.filter((event) => {
          const next = nextMemberState(state, event);
          if (next.state === 'losing') mayOverlap = true;
          if (event === 'released' && state === 'losing') mayOverlap = false;
          ({ state } = next);
          return next.action === 'join' && mayOverlap;
        });
        expect(joinedOverlapping).toEqual([]);
      }),
    );
  });

  it('bring a member that wants in and is let in to work, from wherever history has left it', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events.filter((event) => !isLast(event)))), (history) => {
        const way: readonly MemberEvent[] = ['enter', 'released', 'joined', 'synced', 'taken-over'];
        const step = (state: MemberState, event: MemberEvent): MemberState =>
          nextMemberState(state, event).state;
        expect([...history, ...way].reduce(step, 'outside')).toBe('stable');
      }),
    );
  });
});

function isLast(event: MemberEvent): boolean {
  return event === 'refused' || event === 'leave';
}
