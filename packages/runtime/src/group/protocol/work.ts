import type { TaskId } from '../../states.ts';

/** Connectors (their own instances) and tasks. The order of both lists can matter: what is given up goes from the front. */
export interface Work {
  readonly connectors: readonly string[];
  readonly tasks: readonly TaskId[];
}

export const noWork: Work = { connectors: [], tasks: [] };

export function isNoWork({ connectors, tasks }: Work): boolean {
  return connectors.length === 0 && tasks.length === 0;
}

/** By UTF-16 code units, as Java compares. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** By connector, then by number. */
function compareTasks(left: TaskId, right: TaskId): number {
  return compareText(left.connector, right.connector) || left.task - right.task;
}

/** Of one kind of work, connectors or tasks: what makes an item, and in what order they stand. */
export interface WorkKind<T> {
  readonly keyOf: (item: T) => string;
  readonly compare: (left: T, right: T) => number;
  readonly of: (work: Work) => readonly T[];
}

export const connectorWork: WorkKind<string> = {
  keyOf: (name) => name,
  compare: compareText,
  of: ({ connectors }) => connectors,
};

export const taskWork: WorkKind<TaskId> = {
  // The number first: a name may end like another name with a number.
  keyOf: ({ connector, task }) => `${task} ${connector}`,
  compare: compareTasks,
  of: ({ tasks }) => tasks,
};

/** Does to connectors and to tasks what `change` does to items of either kind. */
export function mapWork(change: <T>(kind: WorkKind<T>) => readonly T[]): Work {
  return { connectors: change(connectorWork), tasks: change(taskWork) };
}

/** What stands in `work` and not in `others`, in the order of `work`. */
export function without(work: Work, ...others: readonly Work[]): Work {
  return mapWork((kind) => {
    const keys = keysOf(kind, others);
    return kind.of(work).filter((item) => !keys.has(kind.keyOf(item)));
  });
}

/** What stands in both, in the order of `work`. */
export function among(work: Work, other: Work): Work {
  return mapWork((kind) => {
    const keys = keysOf(kind, [other]);
    return kind.of(work).filter((item) => keys.has(kind.keyOf(item)));
  });
}

/** All that stands in any of them, each once, in the order in which it comes first. */
export function union(works: readonly Work[]): Work {
  return mapWork((kind) => {
    const items = works.flatMap((work) => kind.of(work));
    return [...new Map(items.map((item) => [kind.keyOf(item), item])).values()];
  });
}

export function sorted(work: Work): Work {
  return mapWork((kind) => [...kind.of(work)].sort(kind.compare));
}

function keysOf<T>(kind: WorkKind<T>, works: readonly Work[]): Set<string> {
  return new Set(works.flatMap((work) => kind.of(work).map(kind.keyOf)));
}
