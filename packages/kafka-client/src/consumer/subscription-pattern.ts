/**
 * A pattern of topic names in the syntax of RE2/J, which the coordinator matches: only with `group.protocol=consumer`.
 * A RegExp is matched by the consumer itself, with either protocol.
 */
export class SubscriptionPattern {
  readonly pattern: string;

  constructor(pattern: string) {
    this.pattern = pattern;
  }
}
