import { refusal, type Validator } from '@sluice/connect-api';

/** A number of partitions for a topic that is to be created; -1 leaves it to the brokers. */
export const partitionCount: Validator<number> = positiveOrDefault(
  "Number of partitions must be positive, or -1 to use the broker's default",
);

/** A replication factor for a topic that is to be created; -1 leaves it to the brokers. */
export const replicationFactor: Validator<number> = positiveOrDefault(
  'Replication factor must be positive and not larger than the number of brokers in the Kafka cluster, ' +
    "or -1 to use the broker's default",
);

function positiveOrDefault(rule: string): Validator<number> {
  return {
    describe: () => rule,
    check: (checked) => {
      const { value } = checked;
      return typeof value === 'number' && (value >= 1 || value === -1) ? null : refusal(checked, rule);
    },
  };
}
