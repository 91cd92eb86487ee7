import { errorCodes, saslHandshakeApi } from '@sluice/kafka-protocol';
import { handleApi } from '../../requests/api-handler.ts';

const errors = {
  agreed: errorCodes.NONE,
  unsupported: errorCodes.UNSUPPORTED_SASL_MECHANISM,
  illegal: errorCodes.ILLEGAL_SASL_STATE,
} as const;

export const saslHandshake = handleApi(saslHandshakeApi, {
  versions: [0, 1],
  notes: 'PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512.',
  handle({ mechanism }, { sasl, version }) {
    if (sasl === null) return { errorCode: errorCodes.ILLEGAL_SASL_STATE, mechanisms: [] };
    const result = sasl.begin(mechanism, { isRaw: version === 0 });
    return { errorCode: errors[result], mechanisms: [...sasl.mechanisms] };
  },
});
