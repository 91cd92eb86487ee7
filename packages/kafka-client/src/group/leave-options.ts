/** What becomes of the membership (KIP-1092): `default` is to leave, but for static members, which are expected back. */
export type GroupMembershipOperation = 'default' | 'leave' | 'remain';

export interface LeaveOptions {
  /** For the log of the broker. */
  readonly reason: string;
  /** `default` by default. */
  readonly operation?: GroupMembershipOperation;
}
