import { compareText, connectorWork, taskWork, type Work, type WorkKind } from '../protocol/work.ts';
import type { MemberShare } from './member-share.ts';

/** Gives work to the members that have least, as a Java leader does: first the connectors, then the tasks. */
export function placeWork(work: Work, shares: readonly MemberShare[]): void {
  if (shares.length === 0) return;
  placeKind(connectorWork, work, shares);
  placeKind(taskWork, work, shares);
}

/**
 * The members stand in the order of their load. As long as the first one has no less than those that follow, each of
 * them gets one; their order is not looked at again.
 */
function placeKind<T>(kind: WorkKind<T>, work: Work, shares: readonly MemberShare[]): void {
  const rows = shares
    .map((share) => ({ share, load: kind.of(share.next).length, added: [] as T[] }))
    .sort((left, right) => left.load - right.load || compareText(left.share.memberId, right.share.memberId));
  let rest = kind.of(work);
  while (rest.length > 0) {
    const lowest = rows[0]?.load ?? 0;
    const above = rows.findIndex(({ load }) => load > lowest);
    const turn = (above < 0 ? rows : rows.slice(0, above)).slice(0, rest.length);
    turn.forEach((row, index) => {
      row.added.push(...rest.slice(index, index + 1));
      row.load += 1;
    });
    rest = rest.slice(turn.length);
  }
  for (const { share, added } of rows) share.add(kind, added);
}
