import { ConnectError } from '@sluice/connect-api';

/**
 * What the work results in, if it does so in time. The work itself is not cancelled.
 * @throws ConnectError with the code `REQUEST_TIMED_OUT` when the time is up.
 */
export async function withTimeLimit<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  const { promise: expiry, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new ConnectError('Request timed out', { code: 'REQUEST_TIMED_OUT' }));
  }, timeoutMs);
  try {
    return await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
  }
}
