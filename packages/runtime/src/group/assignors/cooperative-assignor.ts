import { among, isNoWork, mapWork, noWork, sorted, union, without, type Work } from '../protocol/work.ts';
import type { CooperativeHistory } from './cooperative-history.ts';
import { revocationsToBalance } from './load-balance.ts';
import { ruleOnLostWork } from './lost-work.ts';
import { MemberShare } from './member-share.ts';
import { placeWork } from './place-work.ts';
import { revocationBackoffMs } from './revocation-backoff.ts';
import type { Division, Round } from './round.ts';

export interface CooperativeDivision {
  readonly division: Division;
  /** For the next round. */
  readonly history: CooperativeHistory;
}

/**
 * Divides work so that as little of it moves as possible (KIP-415), with the results of a Java leader. Members keep what
 * they have; work that is to move is stopped in one round and assigned in the next.
 */
export function divideCooperatively(before: CooperativeHistory, round: Round): CooperativeDivision {
  const active = union(round.members.map(({ held }) => held));
  const past = whatStands(before, { round, active });
  const deleted = without(past.assignment, round.configured);
  const lost = sorted(without(past.assignment, active, deleted));
  const created = sorted(without(round.configured, past.assignment, active));
  const shares = sharesOf(round, deleted);
  const ruling = ruleOnLostWork(lost, past, { round, shares });
  const balanced = balance(ruling.history, { round, shares });
  placeWork(created, shares);
  placeWork(ruling.reassigned, shares);
  const revocation = union(shares.map(({ revoked }) => revoked));
  const assigned = without(union(shares.map(({ next }) => next)), revocation);
  return {
    division: {
      delayMs: balanced.delayMs,
      members: new Map(shares.map((share) => [share.memberId, share.division()])),
    },
    history: {
      ...balanced,
      // What was lost counts as assigned even where it has just been given out: the next round tells.
      assignment: union([assigned, lost]),
      revocation,
      generationId: round.generationId,
      memberIds: new Set(shares.map(({ memberId }) => memberId)),
    },
  };
}

/** What is left of the history: a round that was not completed, or whose revocations were not heeded, told nothing. */
function whatStands(
  history: CooperativeHistory,
  { round, active }: { readonly round: Round; readonly active: Work },
): CooperativeHistory {
  const isCompleted = history.generationId === round.lastCompletedGenerationId;
  const isHeeded = isNoWork(among(history.revocation, active));
  const completed = isCompleted ? history.assignment : noWork;
  return { ...history, assignment: isHeeded ? completed : active, revocation: noWork };
}

/** What is deleted goes, and every copy of what several members have. */
function sharesOf({ members }: Round, deleted: Work): MemberShare[] {
  const duplicated = mapWork((kind) => {
    const items = members.flatMap(({ held }) => [
      ...new Map(kind.of(held).map((item) => [kind.keyOf(item), item])).values(),
    ]);
    const seen = new Set<string>();
    return items.filter((item) => {
      const isAgain = seen.has(kind.keyOf(item));
      seen.add(kind.keyOf(item));
      return isAgain;
    });
  });
  return members.map((member) => {
    const revoked = union([among(member.held, deleted), among(member.held, duplicated)]);
    return new MemberShare(member, { deleted, revoked });
  });
}

/** Takes work from members that have too much, unless a delay runs or the last round has just done so. */
function balance(
  history: CooperativeHistory,
  { round, shares }: { readonly round: Round; readonly shares: readonly MemberShare[] },
): CooperativeHistory {
  if (history.delayMs !== 0) return { ...history, hasRevokedToBalance: false };
  const revocations = revocationsToBalance(round.configured, shares);
  if (revocations.size === 0) {
    const { hasRevokedToBalance, successiveRevocations } = history;
    return {
      ...history,
      hasRevokedToBalance: false,
      successiveRevocations: hasRevokedToBalance ? 0 : successiveRevocations,
    };
  }
  const backedOff = backOff(history, round);
  if (backedOff.delayMs === 0) for (const [share, work] of revocations) share.revoke(work);
  return backedOff;
}

function backOff(history: CooperativeHistory, { nowMs, maxDelayMs }: Round): CooperativeHistory {
  if (!history.hasRevokedToBalance) return { ...history, hasRevokedToBalance: true };
  const successiveRevocations = history.successiveRevocations + 1;
  const delayMs = revocationBackoffMs(successiveRevocations, maxDelayMs);
  const scheduledMs = delayMs === 0 ? history.scheduledMs : nowMs + delayMs;
  return { ...history, successiveRevocations, delayMs, scheduledMs };
}
