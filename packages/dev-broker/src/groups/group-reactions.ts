import type { ErrorName } from '@sluice/kafka-protocol';

/** The states of a classic group, under the names that clients are shown. */
export type GroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead';

/** All that can happen to a group. */
export type GroupEvent =
  /** Someone who is no member yet asks to join. */
  | 'newMemberJoins'
  /** A follower joins again with the protocols it joined with before. */
  | 'followerRejoins'
  /** The leader does: it has a reason to assign anew. */
  | 'leaderRejoins'
  /** A member joins again with other protocols than before. */
  | 'changedMemberRejoins'
  /** A static member comes back under a new member id, and the chosen protocol stays. */
  | 'staticMemberReturns'
  /** The same, but the members would now choose another protocol. */
  | 'changedStaticMemberReturns'
  | 'leaderSyncs'
  | 'followerSyncs'
  | 'memberHeartbeats'
  | 'memberCommits'
  /** A member left, or was not heard of in time. */
  | 'memberGoes'
  /** Someone who was told an id never joined with it. */
  | 'expectedMemberGoes'
  /** All members joined, or the time for it is over and some did. */
  | 'joinPhaseEnds'
  /** The same, but nobody is left. */
  | 'joinPhaseEndsEmpty'
  /** A member did not ask for its assignment in time. */
  | 'syncPhaseEnds'
  | 'groupIsRemoved';

export type GroupAction =
  | 'none'
  /** Ask all members to join again; who asked to join waits for the end of that. */
  | 'startRebalance'
  /** Wait for the others to join, or go on where there are none to wait for. */
  | 'awaitJoins'
  /** Answer a join with the generation that stands. */
  | 'answerGeneration'
  /** Answer a returned static member with the generation that stands, under its new id. */
  | 'answerReturned'
  /** Count up the generation, choose the protocol and answer all joins. */
  | 'startGeneration'
  | 'becomeEmpty'
  /** Wait for the leader's assignment. */
  | 'awaitAssignment'
  /** Keep the leader's assignment and answer all who wait for it. */
  | 'distribute'
  | 'answerAssignment'
  | 'becomeDead';

export type GroupReaction =
  { readonly action: GroupAction; readonly next?: GroupState } | { readonly refuse: ErrorName };

const ok: GroupReaction = { action: 'none' };
const rebalance: GroupReaction = { action: 'startRebalance', next: 'PreparingRebalance' };
const awaitJoins: GroupReaction = { action: 'awaitJoins' };
const answerGeneration: GroupReaction = { action: 'answerGeneration' };
const answerAssignment: GroupReaction = { action: 'answerAssignment' };
const becomeDead: GroupReaction = { action: 'becomeDead', next: 'Dead' };
const unknownMember: GroupReaction = { refuse: 'UNKNOWN_MEMBER_ID' };
const rebalancing: GroupReaction = { refuse: 'REBALANCE_IN_PROGRESS' };
const gone: GroupReaction = { refuse: 'COORDINATOR_NOT_AVAILABLE' };

/**
 *            newMemberJoins                 joinPhaseEnds                   leaderSyncs
 *   Empty ------------------> Preparing ------------------> Completing ----------------> Stable
 *     ^                        |  ^  ^                          |                          |
 *     +------------------------+  |  +--- join, leave, expiry --+                          |
 *        joinPhaseEndsEmpty       +------------------------- join, leave, expiry ----------+
 *
 * and from each of them to Dead when the group is removed.
 */
export const groupReactions: Readonly<Record<GroupState, Readonly<Record<GroupEvent, GroupReaction>>>> = {
  Empty: {
    newMemberJoins: rebalance,
    followerRejoins: unknownMember,
    leaderRejoins: unknownMember,
    changedMemberRejoins: unknownMember,
    staticMemberReturns: unknownMember,
    changedStaticMemberReturns: unknownMember,
    leaderSyncs: unknownMember,
    followerSyncs: unknownMember,
    memberHeartbeats: unknownMember,
    memberCommits: ok,
    memberGoes: ok,
    expectedMemberGoes: ok,
    joinPhaseEnds: ok,
    joinPhaseEndsEmpty: ok,
    syncPhaseEnds: ok,
    groupIsRemoved: becomeDead,
  },
  PreparingRebalance: {
    newMemberJoins: awaitJoins,
    followerRejoins: awaitJoins,
    leaderRejoins: awaitJoins,
    changedMemberRejoins: awaitJoins,
    staticMemberReturns: awaitJoins,
    changedStaticMemberReturns: awaitJoins,
    leaderSyncs: rebalancing,
    followerSyncs: rebalancing,
    memberHeartbeats: rebalancing,
    // Members commit what they are about to give up before they join again.
    memberCommits: ok,
    memberGoes: awaitJoins,
    expectedMemberGoes: awaitJoins,
    joinPhaseEnds: { action: 'startGeneration', next: 'CompletingRebalance' },
    joinPhaseEndsEmpty: { action: 'becomeEmpty', next: 'Empty' },
    syncPhaseEnds: ok,
    groupIsRemoved: becomeDead,
  },
  CompletingRebalance: {
    newMemberJoins: rebalance,
    // The answer to its first join may have been lost.
    followerRejoins: answerGeneration,
    leaderRejoins: answerGeneration,
    changedMemberRejoins: rebalance,
    staticMemberReturns: rebalance,
    changedStaticMemberReturns: rebalance,
    leaderSyncs: { action: 'distribute', next: 'Stable' },
    followerSyncs: { action: 'awaitAssignment' },
    memberHeartbeats: ok,
    memberCommits: rebalancing,
    memberGoes: rebalance,
    expectedMemberGoes: ok,
    joinPhaseEnds: ok,
    joinPhaseEndsEmpty: ok,
    syncPhaseEnds: rebalance,
    groupIsRemoved: becomeDead,
  },
  Stable: {
    newMemberJoins: rebalance,
    followerRejoins: answerGeneration,
    leaderRejoins: rebalance,
    changedMemberRejoins: rebalance,
    staticMemberReturns: { action: 'answerReturned' },
    changedStaticMemberReturns: rebalance,
    leaderSyncs: answerAssignment,
    followerSyncs: answerAssignment,
    memberHeartbeats: ok,
    memberCommits: ok,
    memberGoes: rebalance,
    expectedMemberGoes: ok,
    joinPhaseEnds: ok,
    joinPhaseEndsEmpty: ok,
    syncPhaseEnds: rebalance,
    groupIsRemoved: becomeDead,
  },
  Dead: {
    newMemberJoins: gone,
    followerRejoins: gone,
    leaderRejoins: gone,
    changedMemberRejoins: gone,
    staticMemberReturns: gone,
    changedStaticMemberReturns: gone,
    leaderSyncs: gone,
    followerSyncs: gone,
    memberHeartbeats: gone,
    memberCommits: gone,
    memberGoes: ok,
    expectedMemberGoes: ok,
    joinPhaseEnds: ok,
    joinPhaseEndsEmpty: ok,
    syncPhaseEnds: ok,
    groupIsRemoved: ok,
  },
};
