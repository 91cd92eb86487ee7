/**
 * A third of the session leaves time for several tries. A member that beats more rarely than that is not taken for
 * silent between two of its own heartbeats.
 */
export function classicOverdueMs(sessionTimeoutMs: number, heartbeatIntervalMs: number): number {
  return Math.max(sessionTimeoutMs / 3, Math.min(2 * heartbeatIntervalMs, sessionTimeoutMs / 2));
}

/** By the consumer protocol the session is a matter of the broker, which tells only how often it wants to hear. */
export function consumerOverdueMs(heartbeatIntervalMs: number): number {
  return 2 * heartbeatIntervalMs;
}
