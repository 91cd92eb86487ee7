/** One problem with one configuration key. */
export interface ConfigIssue {
  readonly key: string;
  readonly message: string;
}
