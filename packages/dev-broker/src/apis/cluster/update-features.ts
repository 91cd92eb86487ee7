import { errorCodes, updateFeaturesApi, type RequestOf } from '@sluice/kafka-protocol';
import type { Broker } from '../../broker.ts';
import { knownFeatures, type Feature } from '../../features.ts';
import { handleApi } from '../../requests/api-handler.ts';
import { RequestError } from '../../requests/request-error.ts';

type UpdateRequest = RequestOf<typeof updateFeaturesApi>;
type Update = UpdateRequest['featureUpdates'][number];

const firstVersionWithoutResults = 2;
const upgrade = 1;

export const updateFeatures = handleApi(updateFeaturesApi, {
  versions: [0, 2],
  notes: 'For transaction.version, so that clients can be tried with both kinds of transactions.',
  async handle({ featureUpdates, validateOnly }, { broker, version }) {
    try {
      const changes = featureUpdates.map((update) => checkUpdate(broker, update));
      if (!validateOnly) {
        for (const { feature, level } of changes) await broker.features.setLevel(feature, level);
      }
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      return { errorCode: errorCodes[error.error], errorMessage: error.message, results: [] };
    }
    const done = { errorCode: errorCodes.NONE, errorMessage: null };
    const results =
      version >= firstVersionWithoutResults
        ? []
        : featureUpdates.map(({ feature }) => ({ feature, ...done }));
    return { ...done, results };
  },
});

function checkUpdate(
  { features }: Broker,
  { feature: name, maxVersionLevel: level, allowDowngrade, upgradeType }: Update,
): { feature: Feature; level: number } {
  const feature = knownFeatures.find((each) => each.name === name);
  if (feature === undefined) {
    throw new RequestError('INVALID_UPDATE_VERSION', `The broker does not know a feature ${name}.`);
  }
  if (level < feature.minLevel || level > feature.maxLevel) {
    throw new RequestError(
      'INVALID_UPDATE_VERSION',
      `Feature ${name} has levels ${feature.minLevel} to ${feature.maxLevel}, not ${level}.`,
    );
  }
  const isDowngrade = level < features.levelOf(feature);
  if (isDowngrade && !allowDowngrade && upgradeType === upgrade) {
    throw new RequestError(
      'INVALID_UPDATE_VERSION',
      `Feature ${name} is at level ${features.levelOf(feature)}: going down to ${level} has to be asked for as a downgrade.`,
    );
  }
  return { feature, level };
}
