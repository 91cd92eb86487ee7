import { incrementalAlterConfigsApi, type RequestInputOf, type ResponseOf } from '@sluice/kafka-protocol';
import { wireNames } from '../names/wire-names.ts';
import type { AdminRequests } from '../requests/admin-requests.ts';
import { ownBrokerRoute } from '../requests/broker-routes.ts';
import { byKey } from '../requests/partition-items.ts';
import type { ValidateOptions } from '../requests/validate-options.ts';
import { configOutcomes } from './config-outcomes.ts';
import {
  owningBroker,
  resourceKey,
  resourceLabel,
  resourceTypes,
  type ConfigResource,
} from './config-resource.ts';
import type { ConfigOutcome } from './configs.ts';

/** `APPEND` and `SUBTRACT` are for settings that are lists; `DELETE` brings the default back. */
export type ConfigChange =
  | { readonly name: string; readonly operation: 'SET' | 'APPEND' | 'SUBTRACT'; readonly value: string }
  | { readonly name: string; readonly operation: 'DELETE' };

export interface ConfigChanges extends ConfigResource {
  readonly changes: readonly ConfigChange[];
}

const operations = wireNames<Readonly<Record<ConfigChange['operation'], number>>>({
  SET: 0,
  DELETE: 1,
  APPEND: 2,
  SUBTRACT: 3,
});

export async function alterConfigs(
  requests: AdminRequests,
  changes: readonly ConfigChanges[],
  { validateOnly = false }: ValidateOptions,
): Promise<ConfigOutcome<null>[]> {
  const items = byKey(changes, resourceKey);
  const ownerOf = (key: string): number | null =>
    owningBroker(items.get(key) ?? { type: 'TOPIC', name: key });
  const outcomes = await requests.run(
    items.keys(),
    {
      api: incrementalAlterConfigsApi,
      body: (keys) => ({
        resources: keys.flatMap((key) => items.get(key) ?? []).map(toWire),
        validateOnly,
      }),
      answers: ({ responses }: ResponseOf<typeof incrementalAlterConfigsApi>) =>
        responses.map(({ resourceType, resourceName, errorCode, errorMessage }) => ({
          key: `${resourceTypes.nameOf(resourceType)}:${resourceName}`,
          errorCode,
          errorMessage,
          value: null,
        })),
      action: (key) =>
        `Change the configuration of ${resourceLabel(items.get(key) ?? { type: 'TOPIC', name: key })}`,
    },
    { route: ownBrokerRoute(requests, ownerOf) },
  );
  return configOutcomes(items, outcomes);
}

type WireResource = RequestInputOf<typeof incrementalAlterConfigsApi>['resources'][number];

function toWire({ type, name, changes }: ConfigChanges): WireResource {
  const configs = changes.map((change) => ({
    name: change.name,
    configOperation: operations.codeOf(change.operation),
    value: change.operation === 'DELETE' ? null : change.value,
  }));
  return { resourceType: resourceTypes.codeOf(type), resourceName: name, configs };
}
