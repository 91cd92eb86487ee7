/** How the group knows a member. */
export interface Membership {
  /** Empty before the group has given one. */
  readonly memberId: string;
  /** Of the classic protocol the generation, of the consumer protocol the member epoch; -1 outside of the group. */
  readonly generationId: number;
}

export const noMembership: Membership = { memberId: '', generationId: -1 };

export function sameMembership(left: Membership, right: Membership): boolean {
  return left.memberId === right.memberId && left.generationId === right.generationId;
}
