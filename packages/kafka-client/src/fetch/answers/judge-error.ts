import { errorCodes, isRetriable } from '@sluice/kafka-protocol';

/**
 * What an error code in a fetch response, or about a leader epoch, asks for:
 * - `look-around`: the broker is not, or not yet, the one to ask; look where the leader is and ask again
 * - `wait`: ask again later
 * - `out-of-range`: the log does not have the offset
 * - `fail`: waiting does not help
 */
export type FetchErrorVerdict = 'look-around' | 'wait' | 'out-of-range' | 'fail';

export function judgeFetchError(code: number): FetchErrorVerdict {
  if (code === errorCodes.OFFSET_OUT_OF_RANGE) return 'out-of-range';
  if (code === errorCodes.UNKNOWN_SERVER_ERROR) return 'wait';
  // The broker says that of its own disk: the caller has to know, and may go on behind it.
  if (code === errorCodes.CORRUPT_MESSAGE) return 'fail';
  return isRetriable(code) ? 'look-around' : 'fail';
}
