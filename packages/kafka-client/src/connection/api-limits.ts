import { offsetCommitApi, offsetFetchApi, type ApiIdentity } from '@sluice/kafka-protocol';

/** The last versions that name topics by name; later ones name them by id, where that is not spoken yet. */
const lastVersions = new Map<number, number>([
  [offsetCommitApi.key, 9],
  [offsetFetchApi.key, 9],
]);

/** The newest version of an API that this client speaks. */
export function newestVersion(api: ApiIdentity): number {
  return Math.min(api.maxVersion, lastVersions.get(api.key) ?? api.maxVersion);
}
