import { ConnectError } from '@sluice/connect-api';

const timedOut = 'Request timed out';

/** What is said of a request that was not answered in time. */
export function timedOutDuring(stage: string | null): string {
  return stage === null ? timedOut : `${timedOut}. ${stage}`;
}

/**
 * What the work results in, if it does so in time. The work itself is not cancelled.
 * @param message - asked for when the time is up.
 * @throws ConnectError with the code `REQUEST_TIMED_OUT` when the time is up.
 */
export async function withTimeLimit<T>(
  work: Promise<T>,
  timeoutMs: number,
  message: () => string = () => timedOut,
): Promise<T> {
  const { promise: expiry, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new ConnectError(message(), { code: 'REQUEST_TIMED_OUT' }));
  }, timeoutMs);
  try {
    return await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
  }
}
