import { describeUserScramCredentialsApi, errorCodes, type ResponseInputOf } from '@sluice/kafka-protocol';
import type { StoredScramCredential } from '../../cluster-store.ts';
import { handleApi } from '../../requests/api-handler.ts';
import { scramMechanisms } from '../../sasl/scram-credential.ts';

type UserResult = ResponseInputOf<typeof describeUserScramCredentialsApi>['results'][number];

export const describeUserScramCredentials = handleApi(describeUserScramCredentialsApi, {
  versions: [0, 0],
  notes: 'Those that clients added; not those with whom the broker was started.',
  handle({ users }, { broker }) {
    const added = Map.groupBy(broker.users.added(), ({ user }) => user);
    const asked = users === null || users.length === 0 ? [...added.keys()] : users.map(({ name }) => name);
    const describeUser = (user: string): UserResult => {
      const credentials = added.get(user);
      if (asked.filter((each) => each === user).length > 1) {
        return problem(
          user,
          'DUPLICATE_RESOURCE',
          `Cannot describe SCRAM credentials for the same user twice`,
        );
      }
      if (credentials === undefined) {
        return problem(
          user,
          'RESOURCE_NOT_FOUND',
          `Attempt to describe a user credential that does not exist: ${user}`,
        );
      }
      return {
        user,
        errorCode: errorCodes.NONE,
        errorMessage: null,
        credentialInfos: credentials.map(infoOf),
      };
    };
    return { errorCode: errorCodes.NONE, errorMessage: null, results: [...new Set(asked)].map(describeUser) };
  },
});

function infoOf({ mechanism, iterations }: StoredScramCredential): { mechanism: number; iterations: number } {
  return { mechanism: scramMechanisms[mechanism].number, iterations };
}

function problem(
  user: string,
  error: 'DUPLICATE_RESOURCE' | 'RESOURCE_NOT_FOUND',
  errorMessage: string,
): UserResult {
  return { user, errorCode: errorCodes[error], errorMessage, credentialInfos: [] };
}
