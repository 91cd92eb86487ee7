import { connectorWork, isNoWork, taskWork, type Work, type WorkKind } from '../protocol/work.ts';
import type { MemberShare } from './member-share.ts';

/** What each member has to give up so that all have the same, give or take one; members that keep all are left out. */
export function revocationsToBalance(
  configured: Work,
  shares: readonly MemberShare[],
): ReadonlyMap<MemberShare, Work> {
  if (isNoWork(configured) || shares.every(({ next }) => isNoWork(next))) return new Map();
  const excess = {
    connectors: excessOf(connectorWork, configured, shares),
    tasks: excessOf(taskWork, configured, shares),
  };
  const revocations = shares.map((share, index) => {
    const { connectors, tasks } = share.next;
    const work: Work = {
      connectors: connectors.slice(0, excess.connectors[index]),
      tasks: tasks.slice(0, excess.tasks[index]),
    };
    return [share, work] as const;
  });
  return new Map(revocations.filter(([, work]) => !isNoWork(work)));
}

/** By how many items of a kind each member has too many. As many members as there is a remainder may have one more. */
function excessOf<T>(kind: WorkKind<T>, configured: Work, shares: readonly MemberShare[]): number[] {
  const total = kind.of(configured).length;
  const least = Math.floor(total / shares.length);
  const remainder = total % shares.length;
  const loads = shares.map(({ next }) => kind.of(next).length);
  const withOneMore = loads.filter((load) => load === least + 1).length;
  const isEven = withOneMore === remainder && loads.every((load) => load === least || load === least + 1);
  if (isEven) return loads.map(() => 0);
  let spare = remainder;
  return loads.map((load) => {
    if (load <= least) return 0;
    const mayKeep = spare > 0 ? least + 1 : least;
    if (spare > 0) spare -= 1;
    return load - mayKeep;
  });
}
