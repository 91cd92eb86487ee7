import { describeConfigsApi, type ResponseOf } from '@sluice/kafka-protocol';
import { tooOld } from '../names/unsupported.ts';
import type { AdminRequests } from '../requests/admin-requests.ts';
import { ownBrokerRoute } from '../requests/broker-routes.ts';
import type { ItemAnswer } from '../requests/bulk-call.ts';
import { byKey } from '../requests/partition-items.ts';
import { configEntry, type ConfigEntry } from './config-entry.ts';
import {
  owningBroker,
  resourceKey,
  resourceLabel,
  resourceTypes,
  type ConfigResource,
} from './config-resource.ts';
import { configOutcomes } from './config-outcomes.ts';
import type { ConfigOutcome } from './configs.ts';

export interface DescribeConfigsOptions {
  /** The settings to describe; all when absent. */
  readonly names?: readonly string[];
  readonly includeSynonyms?: boolean;
  readonly includeDocumentation?: boolean;
}

export async function describeConfigs(
  requests: AdminRequests,
  resources: readonly ConfigResource[],
  options: DescribeConfigsOptions,
): Promise<ConfigOutcome<ReadonlyMap<string, ConfigEntry>>[]> {
  const { names = null, includeSynonyms = false, includeDocumentation = false } = options;
  const items = byKey(resources, resourceKey);
  const ownerOf = (key: string): number | null =>
    owningBroker(items.get(key) ?? { type: 'TOPIC', name: key });
  const outcomes = await requests.run(
    items.keys(),
    {
      api: describeConfigsApi,
      body: (keys) => (version) => {
        if (version < 3 && includeDocumentation) throw tooOld('tell what settings mean', '2.6');
        return {
          resources: keys
            .flatMap((key) => items.get(key) ?? [])
            .map(({ type, name }) => ({
              resourceType: resourceTypes.codeOf(type),
              resourceName: name,
              configurationKeys: names,
            })),
          includeSynonyms,
          ...(version < 3 ? {} : { includeDocumentation }),
        };
      },
      answers: configAnswers,
      action: (key) => `Describe the configuration of ${labelOf(items, key)}`,
    },
    { route: ownBrokerRoute(requests, ownerOf) },
  );
  return configOutcomes(items, outcomes);
}

function labelOf(items: ReadonlyMap<string, ConfigResource>, key: string): string {
  const resource = items.get(key);
  return resource === undefined ? key : resourceLabel(resource);
}

function configAnswers({
  results,
}: ResponseOf<typeof describeConfigsApi>): ItemAnswer<ReadonlyMap<string, ConfigEntry>>[] {
  return results.map(({ resourceType, resourceName, errorCode, errorMessage, configs }) => ({
    key: `${resourceTypes.nameOf(resourceType)}:${resourceName}`,
    errorCode,
    errorMessage,
    value: new Map(configs.map((entry) => [entry.name, configEntry(entry)])),
  }));
}
