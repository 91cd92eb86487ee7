import type { TaskId } from '../../states.ts';
import { compareText, noWork, sorted, type Work } from '../protocol/work.ts';
import type { Division } from './round.ts';

/** Deals out everything anew, as a Java leader does in the eager protocol: members, connectors and tasks in order, around. */
export function divideEagerly(configured: Work, memberIds: readonly string[]): Division {
  const shares = [...memberIds]
    .sort(compareText)
    .map((memberId) => ({ memberId, connectors: [] as string[], tasks: [] as TaskId[] }));
  const { connectors, tasks } = sorted(configured);
  const shareOf = (turn: number): (typeof shares)[number] | undefined => shares[turn % shares.length];
  connectors.forEach((name, turn) => shareOf(turn)?.connectors.push(name));
  // The round goes on with the member after that of the last connector.
  tasks.forEach((task, turn) => shareOf(connectors.length + turn)?.tasks.push(task));
  const divided = shares.map(({ memberId, ...all }) => {
    return [memberId, { assigned: all, revoked: noWork, all }] as const;
  });
  return { delayMs: 0, members: new Map(divided) };
}
