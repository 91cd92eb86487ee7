import { createAclsApi, deleteAclsApi, describeAclsApi, errorCodes } from '@sluice/kafka-protocol';
import { handleApi } from '../../requests/api-handler.ts';

const errorCode = errorCodes.SECURITY_DISABLED;
const errorMessage = 'No Authorizer is configured.';
const notes = 'There are no ACLs: the answer is that of a real broker without an authorizer.';

export const describeAcls = handleApi(describeAclsApi, {
  versions: [1, 3],
  notes,
  handle: () => ({ errorCode, errorMessage, resources: [] }),
});

export const createAcls = handleApi(createAclsApi, {
  versions: [1, 3],
  notes,
  handle: ({ creations }) => ({ results: creations.map(() => ({ errorCode, errorMessage })) }),
});

export const deleteAcls = handleApi(deleteAclsApi, {
  versions: [1, 3],
  notes,
  handle: ({ filters }) => ({
    filterResults: filters.map(() => ({ errorCode, errorMessage, matchingAcls: [] })),
  }),
});
