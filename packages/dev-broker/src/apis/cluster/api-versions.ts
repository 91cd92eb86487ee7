import { apiVersionsApi, errorCodes } from '@sluice/kafka-protocol';
import { handleApi, versionRanges } from '../../requests/api-handler.ts';

export const apiVersions = handleApi(apiVersionsApi, {
  versions: [0, 4],
  notes:
    'No features are finalized: producers speak the first version of transactions, where they speak of them at all.',
  handle: (_request, { supportedApis }) => ({
    errorCode: errorCodes.NONE,
    apiKeys: versionRanges(supportedApis),
  }),
});
