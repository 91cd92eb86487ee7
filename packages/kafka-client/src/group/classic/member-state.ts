/**
 * Where a member stands in its group:
 *
 *     outside ──enter──▶ joining ──joined──▶ syncing ──synced──▶ handing-over ──taken-over──▶ stable
 *                          ▲  ▲                                                                 │
 *                          │  └───────────released──── revoking ◀──────────rebalance────────────┤
 *                          └──────────────released──── losing   ◀─lost, outdated, overdue───────┘
 *
 * In `handing-over`, `revoking` and `losing` it is the owner's turn: to take over what was assigned, to give up what has
 * to be given up while it can still commit, or to drop what others may have already. A member can lose its place in
 * `joining` and `syncing` too: owners of the cooperative kind keep work through them.
 */
export type MemberState =
  'outside' | 'joining' | 'syncing' | 'handing-over' | 'stable' | 'revoking' | 'losing' | 'failed' | 'gone';

export type MemberEvent =
  /** The owner wants to be in the group. */
  | 'enter'
  /** The group let it in; it is known who leads. */
  | 'joined'
  /** The assignment is there. */
  | 'synced'
  /** The owner has begun to work on the assignment. */
  | 'taken-over'
  /** The owner has given up, or dropped, its partitions. */
  | 'released'
  /** The group is to be divided anew. */
  | 'rebalance'
  /** A request to join or to sync failed in a way that may pass. */
  | 'again'
  /** The group no longer knows this member. */
  | 'lost'
  /** The group knows this member, but has gone on to a generation without it. */
  | 'outdated'
  /** The owner did not ask for anything for too long. */
  | 'overdue'
  /** The group does not want this member, for ever. */
  | 'refused'
  /** The owner wants to be out. */
  | 'leave';

/** What has to be done on the way into the next state. */
export type MemberAction =
  | 'none'
  | 'join'
  | 'sync'
  /** Forget the member id, which the group has forgotten too. */
  | 'forget'
  /** Forget the generation, but not the id: a new one would leave the group with a member that nobody is. */
  | 'forget-generation'
  /** Tell the group, and forget the member id. */
  | 'quit';

export interface Transition {
  readonly state: MemberState;
  readonly action: MemberAction;
}

type Row = Readonly<Record<MemberEvent, Transition>>;

function to(state: MemberState, action: MemberAction = 'none'): Transition {
  return { state, action };
}

/** A row in which an event that is not named changes nothing: it came too late or means nothing here. */
function row(state: MemberState, named: Partial<Row>): Row {
  const stay = to(state);
  const unnamed: Row = {
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
    refused: to('failed', 'forget'),
    leave: to('gone', 'quit'),
  };
  return { ...unnamed, ...named };
}

/** Ways to lose the place in a generation. */
const losses: Partial<Row> = {
  lost: to('losing', 'forget'),
  outdated: to('losing', 'forget-generation'),
  overdue: to('losing', 'quit'),
};

const transitions: Readonly<Record<MemberState, Row>> = {
  outside: row('outside', { enter: to('joining', 'join'), refused: to('outside'), leave: to('gone') }),
  joining: row('joining', {
    joined: to('syncing', 'sync'),
    again: to('joining', 'join'),
    ...losses,
  }),
  syncing: row('syncing', {
    synced: to('handing-over'),
    rebalance: to('joining', 'join'),
    again: to('joining', 'join'),
    ...losses,
  }),
  // The group repeats that it rebalances with every heartbeat: no need to remember it here.
  'handing-over': row('handing-over', {
    'taken-over': to('stable'),
    ...losses,
  }),
  stable: row('stable', { rebalance: to('revoking'), ...losses }),
  revoking: row('revoking', { released: to('joining', 'join'), ...losses }),
  losing: row('losing', { released: to('joining', 'join') }),
  failed: row('failed', { refused: to('failed'), leave: to('gone') }),
  gone: row('gone', { refused: to('gone'), leave: to('gone') }),
};

export function nextMemberState(state: MemberState, event: MemberEvent): Transition {
  return transitions[state][event];
}

/** The states in which the group expects heartbeats. While a join waits for the others, none are due. */
export function needsHeartbeats(state: MemberState): boolean {
  return state === 'syncing' || state === 'handing-over' || state === 'stable' || state === 'revoking';
}
