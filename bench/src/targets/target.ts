/** Where a run puts its records, seen from outside the worker. */
export interface Target {
  /** A figure that grows with the records and costs next to nothing to ask for. 0 before the first one. */
  progress(): Promise<number>;
  /** The exact number of records there. */
  count(): Promise<number>;
  remove(): Promise<void>;
}
