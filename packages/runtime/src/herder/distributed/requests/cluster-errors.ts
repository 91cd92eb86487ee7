import { ConflictError, ConnectError } from '@sluice/connect-api';

export function leaderUnknown(): ConflictError {
  return new ConflictError(
    'Cannot complete request momentarily due to no known leader URL, likely because a rebalance was underway.',
    { code: 'LEADER_UNKNOWN' },
  );
}

/** A worker that was forwarded to is not the right one either. */
export function forwardedInVain(): ConflictError {
  return new ConflictError(
    'Cannot complete request because of a conflicting operation (e.g. worker rebalance)',
    { code: 'REBALANCE_UNDERWAY' },
  );
}

export function staleConfiguration(): ConflictError {
  return new ConflictError(
    'Cannot complete request momentarily due to stale configuration (typically caused by a concurrent config change)',
    { code: 'REBALANCE_UNDERWAY' },
  );
}

export function forwardingFailed(cause: unknown): ConnectError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ConnectError(`IO Error trying to forward REST request: ${reason}`, {
    code: 'FORWARDING_FAILED',
    cause,
  });
}
