import { errorCodes, saslAuthenticateApi } from '@sluice/kafka-protocol';
import { handleApi } from '../../requests/api-handler.ts';

const noBytes = Buffer.alloc(0);
const forEver = 0n;

export const saslAuthenticate = handleApi(saslAuthenticateApi, {
  versions: [0, 2],
  notes: 'Sessions do not end.',
  async handle({ authBytes }, { sasl }) {
    if (sasl === null) {
      const errorMessage = 'SaslAuthenticate request received on a listener without SASL';
      return {
        errorCode: errorCodes.ILLEGAL_SASL_STATE,
        errorMessage,
        authBytes: noBytes,
        sessionLifetimeMs: forEver,
      };
    }
    const { error, message, answer } = await sasl.next(Buffer.from(authBytes));
    return {
      errorCode: errorCodes[error],
      errorMessage: message,
      authBytes: answer,
      sessionLifetimeMs: forEver,
    };
  },
});
