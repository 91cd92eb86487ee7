import { outcomeOf, type Outcomes } from '../requests/outcome.ts';
import type { ConfigResource } from './config-resource.ts';
import type { ConfigOutcome } from './configs.ts';

/** The outcomes in the order of the resources. */
export function configOutcomes<T>(
  resources: ReadonlyMap<string, ConfigResource>,
  outcomes: Outcomes<T>,
): ConfigOutcome<T>[] {
  return [...resources].map(([key, { type, name }]) => ({
    resource: { type, name },
    result: outcomeOf(outcomes, key),
  }));
}
