import { DataError } from '@sluice/connect-api';

const maxDepth = 1000;

/**
 * Returns the number of arrays and objects around a value.
 * @throws DataError when there are more than readers accept, as in a value that contains itself.
 */
export function checkDepth(depth: number): number {
  if (depth <= maxDepth) return depth;
  throw new DataError('Converting Kafka Connect data to byte[] failed due to serialization error: ', {
    cause: new RangeError(`Nested more than ${maxDepth} levels deep`),
  });
}
