/**
 * Where a member stands in its group by the consumer protocol (KIP-848), in which the coordinator divides and tells
 * every member with its heartbeats what it is to have:
 *
 *     outside ──enter──▶ joining ──answered──▶ stable ◀──reconciled── reconciling
 *                           ▲                     └───retargeted──────────▲
 *                           └──released── losing ◀──lost, overdue── stable, reconciling
 *
 * In `reconciling` and `losing` it is the owner's turn: to give up and take over until it has what it is to have, or to
 * drop what others may have already. A target that changes meanwhile is met afterwards.
 */
export type ConsumerMemberState =
  'outside' | 'joining' | 'stable' | 'reconciling' | 'losing' | 'failed' | 'gone';

export type ConsumerMemberEvent =
  /** The owner wants to be in the group. */
  | 'enter'
  /** A heartbeat was answered, and the member has what it is to have. */
  | 'answered'
  /** A heartbeat was answered, and the member is to have something else. */
  | 'retargeted'
  /** The owner has what it was to have. */
  | 'reconciled'
  /** The owner has dropped its partitions. */
  | 'released'
  /** The group has gone on without this member. */
  | 'lost'
  /** The owner did not ask for anything for too long. */
  | 'overdue'
  /** The group does not want this member, for ever. */
  | 'refused'
  /** The owner wants to be out. */
  | 'leave';

/** What has to be done on the way into the next state. */
export type ConsumerMemberAction =
  | 'none'
  /** Send a heartbeat now. */
  | 'beat'
  /** Begin anew at epoch 0. */
  | 'forget'
  /** Tell the group, and begin anew at epoch 0. */
  | 'quit';

export interface ConsumerTransition {
  readonly state: ConsumerMemberState;
  readonly action: ConsumerMemberAction;
}

type Row = Readonly<Record<ConsumerMemberEvent, ConsumerTransition>>;

function to(state: ConsumerMemberState, action: ConsumerMemberAction = 'none'): ConsumerTransition {
  return { state, action };
}

/** A row in which an event that is not named changes nothing: it came too late or means nothing here. */
function row(state: ConsumerMemberState, named: Partial<Row>): Row {
  const stay = to(state);
  const unnamed: Row = {
    enter: stay,
    answered: stay,
    retargeted: stay,
    reconciled: stay,
    released: stay,
    lost: stay,
    overdue: stay,
    refused: to('failed', 'forget'),
    leave: to('gone', 'quit'),
  };
  return { ...unnamed, ...named };
}

const transitions: Readonly<Record<ConsumerMemberState, Row>> = {
  outside: row('outside', { enter: to('joining', 'beat'), refused: to('outside'), leave: to('gone') }),
  // Who joins has nothing yet that it could lose.
  joining: row('joining', {
    answered: to('stable'),
    retargeted: to('reconciling'),
    lost: to('joining', 'forget'),
    overdue: to('outside', 'quit'),
  }),
  stable: row('stable', {
    retargeted: to('reconciling'),
    lost: to('losing', 'forget'),
    overdue: to('losing', 'quit'),
  }),
  // The coordinator waits to hear that the owner has what it was to have: others wait for what it gave up.
  reconciling: row('reconciling', {
    reconciled: to('stable', 'beat'),
    lost: to('losing', 'forget'),
    overdue: to('losing', 'quit'),
  }),
  losing: row('losing', { released: to('joining', 'beat'), leave: to('gone') }),
  failed: row('failed', { refused: to('failed'), leave: to('gone') }),
  gone: row('gone', { refused: to('gone'), leave: to('gone') }),
};

export function nextConsumerMemberState(
  state: ConsumerMemberState,
  event: ConsumerMemberEvent,
): ConsumerTransition {
  return transitions[state][event];
}

/** The states in which the coordinator expects heartbeats. */
export function isBeating(state: ConsumerMemberState): boolean {
  return state === 'joining' || state === 'stable' || state === 'reconciling';
}
