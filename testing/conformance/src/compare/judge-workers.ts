import { deliberateDifferences } from './deliberate-differences.ts';
import { deliberateInClusters } from './deliberate-in-clusters.ts';
import { judge, type FoundDifference } from './deliberate.ts';

const inCluster = /^distributed\//;

/**
 * The differences that nobody meant. A worker of a cluster may differ where one that stands alone may, and where it is
 * said of clusters.
 */
export function unexpectedOf(found: readonly FoundDifference[]): readonly FoundDifference[] {
  const { unexpected } = judge(found, deliberateInClusters);
  return unexpected.filter(
    (difference) =>
      judge([{ ...difference, step: difference.step.replace(inCluster, '') }], deliberateDifferences)
        .unexpected.length > 0,
  );
}

/** What is said to differ and did not, of the workers that were asked. */
export function vanishedOf(found: readonly FoundDifference[]): readonly string[] {
  const clusters = found.filter(({ step }) => inCluster.test(step));
  const alone = found.filter(({ step }) => !inCluster.test(step));
  return [
    ...judge(alone, deliberateDifferences).vanished,
    ...(clusters.length === 0 ? [] : judge(clusters, deliberateInClusters).vanished),
  ];
}
