import { inJavaHashOrder } from '../protocol/java-hash-order.ts';
import { connectorWork, isNoWork, noWork, taskWork, type Work, type WorkKind } from '../protocol/work.ts';
import type { CooperativeHistory } from './cooperative-history.ts';
import type { MemberShare } from './member-share.ts';
import type { Round } from './round.ts';

/** What is decided about work that nobody has and that somebody had. */
export interface LostWorkRuling {
  /** To be given out to all. */
  readonly reassigned: Work;
  readonly history: CooperativeHistory;
}

const delayIsOver = { candidates: [], scheduledMs: 0, delayMs: 0 } as const;

/**
 * Work that is lost waits for the member that had it to come back. When it has waited long enough it goes to members
 * that came meanwhile and have nothing, or to all.
 */
export function ruleOnLostWork(
  lost: Work,
  history: CooperativeHistory,
  { round, shares }: { readonly round: Round; readonly shares: readonly MemberShare[] },
): LostWorkRuling {
  if (isNoWork(lost) && !history.hasRevokedToBalance)
    return { reassigned: noWork, history: { ...history, ...delayIsOver } };
  const isAnybodyGone = !history.memberIds.isSubsetOf(new Set(shares.map(({ memberId }) => memberId)));
  // Nobody left: the answers of the last round did not arrive.
  const isUndelivered = history.scheduledMs <= 0 && !isAnybodyGone;
  if (isUndelivered || round.maxDelayMs === 0) return { reassigned: lost, history };
  if (history.scheduledMs > 0 && round.nowMs >= history.scheduledMs) return giveOut(lost, history, shares);
  return { reassigned: noWork, history: waiting(history, round, shares) };
}

function giveOut(lost: Work, history: CooperativeHistory, shares: readonly MemberShare[]): LostWorkRuling {
  const over = { ...history, ...delayIsOver, hasRevokedToBalance: false };
  const byId = new Map(shares.map((share) => [share.memberId, share]));
  const candidates = history.candidates.flatMap((memberId) => byId.get(memberId) ?? []);
  if (candidates.length === 0) return { reassigned: lost, history: over };
  dealOut(connectorWork, lost, candidates);
  dealOut(taskWork, lost, candidates);
  return { reassigned: noWork, history: over };
}

function dealOut<T>(kind: WorkKind<T>, work: Work, shares: readonly MemberShare[]): void {
  const items = kind.of(work);
  shares.forEach((share, turn) => {
    const dealt = items.filter((_, index) => index % shares.length === turn);
    share.add(kind, dealt);
  });
}

/** A delay that runs only gets shorter. */
function waiting(
  history: CooperativeHistory,
  { nowMs, maxDelayMs }: Round,
  shares: readonly MemberShare[],
): CooperativeHistory {
  const idle = shares.filter(({ next }) => isNoWork(next)).map(({ memberId }) => memberId);
  const isRunning = nowMs < history.scheduledMs;
  const delayMs = isRunning ? Math.min(history.scheduledMs - nowMs, maxDelayMs) : maxDelayMs;
  const candidates = [...new Set([...history.candidates, ...inJavaHashOrder(idle)])];
  return { ...history, candidates, delayMs, scheduledMs: nowMs + delayMs };
}
