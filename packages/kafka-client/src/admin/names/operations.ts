import { wireNames } from './wire-names.ts';

/** What may be done to a resource, by the names that Kafka's own tools use. */
export type AclOperation =
  | 'ANY'
  | 'ALL'
  | 'READ'
  | 'WRITE'
  | 'CREATE'
  | 'DELETE'
  | 'ALTER'
  | 'DESCRIBE'
  | 'CLUSTER_ACTION'
  | 'DESCRIBE_CONFIGS'
  | 'ALTER_CONFIGS'
  | 'IDEMPOTENT_WRITE'
  | 'CREATE_TOKENS'
  | 'DESCRIBE_TOKENS'
  | 'TWO_PHASE_COMMIT';

export const operationNames = wireNames<Readonly<Record<AclOperation, number>>>({
  ANY: 1,
  ALL: 2,
  READ: 3,
  WRITE: 4,
  CREATE: 5,
  DELETE: 6,
  ALTER: 7,
  DESCRIBE: 8,
  CLUSTER_ACTION: 9,
  DESCRIBE_CONFIGS: 10,
  ALTER_CONFIGS: 11,
  IDEMPOTENT_WRITE: 12,
  CREATE_TOKENS: 13,
  DESCRIBE_TOKENS: 14,
  TWO_PHASE_COMMIT: 15,
});

const notTold = -2_147_483_648;

/** What a bit field allows the asking client; `null` where it was not asked for (KIP-430). */
export function allowedOperations(bits: number): readonly (AclOperation | 'UNKNOWN')[] | null {
  if (bits === notTold) return null;
  const numbers = Array.from({ length: 31 }, (_, bit) => bit).filter((bit) => (bits & (1 << bit)) !== 0);
  return numbers.map((number) => operationNames.nameOf(number));
}
