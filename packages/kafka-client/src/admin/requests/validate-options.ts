export interface ValidateOptions {
  /** Whether to check only, and change nothing. */
  readonly validateOnly?: boolean;
}
