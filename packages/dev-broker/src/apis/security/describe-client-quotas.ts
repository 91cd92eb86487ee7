import { describeClientQuotasApi, errorCodes } from '@sluice/kafka-protocol';
import { handleApi } from '../../requests/api-handler.ts';

export const describeClientQuotas = handleApi(describeClientQuotasApi, {
  versions: [0, 1],
  notes: 'There are no quotas, and none are found.',
  handle: () => ({ errorCode: errorCodes.NONE, errorMessage: null, entries: [] }),
});
