/** Where reading goes on. */
export interface Position {
  readonly offset: number;
  /** Of the record before the offset, for brokers to tell whether it is still there; `null` when not known. */
  readonly leaderEpoch: number | null;
}
