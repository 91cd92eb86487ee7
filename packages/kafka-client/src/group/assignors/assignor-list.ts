import type { Assignor } from './assignor.ts';
import { rangeAssignor } from './range-assignor.ts';
import { roundRobinAssignor } from './round-robin-assignor.ts';
import { cooperativeStickyAssignor } from './sticky/cooperative-sticky-assignor.ts';
import { stickyAssignor } from './sticky/sticky-assignor.ts';

export const knownAssignors: readonly Assignor[] = [
  rangeAssignor,
  roundRobinAssignor,
  stickyAssignor,
  cooperativeStickyAssignor,
];

/** By the name of Java's class, with or without its package, or by its name in the group protocol. */
export function findAssignor(strategy: string): Assignor | undefined {
  return knownAssignors.find(
    ({ name, className }) =>
      strategy === name || strategy === className || strategy === className.split('.').at(-1),
  );
}

/** What `partition.assignment.strategy` stands for, the most wanted first. */
export class AssignorList {
  readonly assignors: readonly Assignor[];
  /** A group is cooperative if all that a member offers is: any of it may be chosen. */
  readonly isCooperative: boolean;

  /** The strategies are known: the settings are checked before. */
  constructor(strategies: readonly string[]) {
    this.assignors = strategies.map(findAssignor).filter((one) => one !== undefined);
    this.isCooperative = this.assignors.every((one) => one.isCooperative);
  }

  /** By its name in the group protocol. */
  named(name: string | null): Assignor | undefined {
    return this.assignors.find((one) => one.name === name);
  }
}
