import { describe, expect, it } from 'vitest';
import { groupReactions, type GroupEvent, type GroupReaction, type GroupState } from './group-reactions.ts';

const states = Object.keys(groupReactions) as GroupState[];
const entries = states.flatMap((state) =>
  (Object.entries(groupReactions[state]) as [GroupEvent, GroupReaction][]).map(
    ([event, reaction]) => [state, event, reaction] as const,
  ),
);

function nextOf(reaction: GroupReaction, state: GroupState): GroupState {
  return 'refuse' in reaction ? state : (reaction.next ?? state);
}

describe('the table of group reactions', () => {
  it('has the same events in every state', () => {
    const events = states.map((state) => Object.keys(groupReactions[state]).sort());
    expect(new Set(events.map((each) => each.join())).size).toBe(1);
  });

  it('lets nobody come back from the dead', () => {
    expect(
      entries.filter(([state, , reaction]) => state === 'Dead' && nextOf(reaction, state) !== 'Dead'),
    ).toEqual([]);
  });

  it('ends every living group that is removed', () => {
    for (const state of states) expect(nextOf(groupReactions[state].groupIsRemoved, state)).toBe('Dead');
  });

  it('changes the state along these ways only', () => {
    const ways = entries
      .filter(([state, , reaction]) => nextOf(reaction, state) !== state)
      .map(([state, event, reaction]) => `${state} -> ${nextOf(reaction, state)}: ${event}`)
      .filter((way) => !way.endsWith('groupIsRemoved'));
    expect(ways.sort()).toEqual([
      'CompletingRebalance -> PreparingRebalance: changedMemberRejoins',
      'CompletingRebalance -> PreparingRebalance: changedStaticMemberReturns',
      'CompletingRebalance -> PreparingRebalance: memberGoes',
      'CompletingRebalance -> PreparingRebalance: newMemberJoins',
      'CompletingRebalance -> PreparingRebalance: staticMemberReturns',
      'CompletingRebalance -> PreparingRebalance: syncPhaseEnds',
      'CompletingRebalance -> Stable: leaderSyncs',
      'Empty -> PreparingRebalance: newMemberJoins',
      'PreparingRebalance -> CompletingRebalance: joinPhaseEnds',
      'PreparingRebalance -> Empty: joinPhaseEndsEmpty',
      'Stable -> PreparingRebalance: changedMemberRejoins',
      'Stable -> PreparingRebalance: changedStaticMemberReturns',
      'Stable -> PreparingRebalance: leaderRejoins',
      'Stable -> PreparingRebalance: memberGoes',
      'Stable -> PreparingRebalance: newMemberJoins',
      'Stable -> PreparingRebalance: syncPhaseEnds',
    ]);
  });

  it('refuses what members ask with the codes that clients know how to go on from', () => {
    const refusals = entries.flatMap(([state, event, reaction]) =>
      'refuse' in reaction ? [`${state} ${event}: ${reaction.refuse}`] : [],
    );
    expect(
      refusals
        .filter((each) => each.includes('Syncs') || each.includes('Heartbeats') || each.includes('Commits'))
        .sort(),
    ).toEqual([
      'CompletingRebalance memberCommits: REBALANCE_IN_PROGRESS',
      'Dead followerSyncs: COORDINATOR_NOT_AVAILABLE',
      'Dead leaderSyncs: COORDINATOR_NOT_AVAILABLE',
      'Dead memberCommits: COORDINATOR_NOT_AVAILABLE',
      'Dead memberHeartbeats: COORDINATOR_NOT_AVAILABLE',
      'Empty followerSyncs: UNKNOWN_MEMBER_ID',
      'Empty leaderSyncs: UNKNOWN_MEMBER_ID',
      'Empty memberHeartbeats: UNKNOWN_MEMBER_ID',
      'PreparingRebalance followerSyncs: REBALANCE_IN_PROGRESS',
      'PreparingRebalance leaderSyncs: REBALANCE_IN_PROGRESS',
      'PreparingRebalance memberHeartbeats: REBALANCE_IN_PROGRESS',
    ]);
  });
});
