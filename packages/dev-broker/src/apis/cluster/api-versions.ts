import { apiVersionsApi, errorCodes } from '@sluice/kafka-protocol';
import { knownFeatures } from '../../features.ts';
import { handleApi, versionRanges } from '../../requests/api-handler.ts';

export const apiVersions = handleApi(apiVersionsApi, {
  versions: [0, 4],
  notes: 'Of the features of a real cluster there is transaction.version.',
  handle: (_request, { supportedApis, version, broker: { features } }) => ({
    errorCode: errorCodes.NONE,
    apiKeys: versionRanges(supportedApis),
    supportedFeatures: knownFeatures.map(({ name, minLevel, maxLevel }) => ({
      name,
      // Clients of older versions take a level of 0 for an error (KIP-1022).
      minVersion: version < 4 ? Math.max(1, minLevel) : minLevel,
      maxVersion: maxLevel,
    })),
    finalizedFeaturesEpoch: BigInt(features.epoch),
    // A level of 0 is that of a feature that is not used.
    finalizedFeatures: knownFeatures
      .map((feature) => ({ name: feature.name, level: features.levelOf(feature) }))
      .filter(({ level }) => level > 0)
      .map(({ name, level }) => ({ name, maxVersionLevel: level, minVersionLevel: level })),
  }),
});
