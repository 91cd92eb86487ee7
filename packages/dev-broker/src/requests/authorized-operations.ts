// Bit n stands for the operation with number n: 3 read, 4 write, 5 create, 6 delete, 7 alter, 8 describe,
// 9 cluster action, 10 describe configs, 11 alter configs, 12 idempotent write.
const bits = (...operations: readonly number[]): number =>
  operations.reduce((field, operation) => field | (1 << operation), 0);

/** What a client may do: there are no rights here, so all that there is. */
export const authorizedOperations = {
  topic: bits(3, 4, 5, 6, 7, 8, 10, 11),
  group: bits(3, 6, 8, 10, 11),
  cluster: bits(5, 7, 8, 9, 10, 11, 12),
} as const;

/** The answer to who did not ask. */
export const operationsNotAsked = -2147483648;
