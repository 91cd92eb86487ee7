/** For how long the owner of a member may leave it alone, and what happens then. */
export interface AbsenceRule {
  /** How long the owner may be away between two turns. */
  readonly maxMs: number;
  /** What the group is told when it was away for longer. */
  readonly reason: string;
  /** What the log says then: what happened, and what to do about it. */
  readonly warning: string;
}
