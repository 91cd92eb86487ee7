import { assignmentOk, type WorkAssignment } from '../protocol/assignment-codec.ts';

/** What a worker knows when a rebalance is over. */
export interface RebalanceView {
  readonly assignment: WorkAssignment;
  readonly isLeader: boolean;
  /** How far this worker knows the config topic. */
  readonly configOffset: bigint;
  /** When everybody joins again, in ms since the epoch; `null` when that is not planned. */
  readonly scheduledRejoinMs: number | null;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

export type RebalanceStep =
  /** Read the config topic to its end; then join again, or see what is next then. */
  | { readonly kind: 'catch-up'; readonly thenRejoin: boolean }
  /** Start nothing. A rejoin that was planned is done with this. */
  | { readonly kind: 'rejoin' }
  /** Start what is assigned and does not run; join again at once where work was revoked, so that it is assigned. */
  | { readonly kind: 'start-work'; readonly thenRejoin: boolean };

/** When the delay that the leader asks for is over; `null` where it asks for none. */
export function scheduledRejoinMs({ delayMs }: WorkAssignment, nowMs: number): number | null {
  return delayMs > 0 ? nowMs + delayMs : null;
}

/**
 * What follows from an assignment. Work starts only with the very configuration that the leader divided: a worker that
 * knows less reads on, and one that knows more has the group divided anew.
 */
export function nextRebalanceStep(view: RebalanceView): RebalanceStep {
  const { assignment, isLeader, configOffset } = view;
  const isBehind = configOffset < assignment.configOffset;
  if (assignment.errorCode !== assignmentOk)
    return isLeader || isBehind ? { kind: 'catch-up', thenRejoin: true } : { kind: 'rejoin' };
  const isDue = view.scheduledRejoinMs !== null && view.scheduledRejoinMs <= view.nowMs;
  if (isBehind) return { kind: 'catch-up', thenRejoin: isDue };
  if (isDue || configOffset > assignment.configOffset) return { kind: 'rejoin' };
  const { connectors, tasks } = assignment.revoked;
  return { kind: 'start-work', thenRejoin: connectors.length + tasks.length > 0 };
}

/** After a worker has caught up: it may still not know all, as when the leader was ahead of what it could know. */
export function stepAfterCatchingUp(view: RebalanceView): RebalanceStep {
  const step = nextRebalanceStep(view);
  return step.kind === 'catch-up' ? { kind: 'rejoin' } : step;
}
