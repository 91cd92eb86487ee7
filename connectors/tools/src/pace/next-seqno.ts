import { ConnectError, type SourceOffset } from '@sluice/connect-api';

/**
 * The number after the stored one; 0 when none is stored.
 * @throws ConnectError when what is stored is no number.
 */
export function nextSeqno(offset: SourceOffset | null): bigint {
  if (offset === null) return 0n;
  const seqno = offset['seqno'];
  if (typeof seqno !== 'bigint' && !Number.isSafeInteger(seqno)) {
    throw new ConnectError("The stored offset has no whole number as 'seqno'; reset the connector's offsets");
  }
  return BigInt(seqno as bigint | number) + 1n;
}
