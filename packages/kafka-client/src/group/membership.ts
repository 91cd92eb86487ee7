/** How the group knows a member. */
export interface Membership {
  /** Empty before the group has given one. */
  readonly memberId: string;
  /** -1 outside of a generation. */
  readonly generationId: number;
}

export const noMembership: Membership = { memberId: '', generationId: -1 };
