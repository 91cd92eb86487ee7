import type { Properties } from '@sluice/testing-services';

/** A transformation of Kafka's own, for the value. */
export interface TransformationSpec {
  readonly alias: string;
  readonly name: string;
  readonly config?: Properties;
}

/** As a connector's properties have them. */
export function transformations(specs: readonly TransformationSpec[]): Properties {
  const entries = specs.flatMap(({ alias, name, config = {} }) => [
    [`transforms.${alias}.type`, `org.apache.kafka.connect.transforms.${name}$Value`],
    ...Object.entries(config).map(([key, value]) => [`transforms.${alias}.${key}`, value]),
  ]);
  return { transforms: specs.map(({ alias }) => alias).join(','), ...Object.fromEntries(entries) };
}
