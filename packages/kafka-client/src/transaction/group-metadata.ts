/** Who commits offsets of a group within a transaction: what the consumer knows of its membership. */
export interface GroupMetadata {
  readonly groupId: string;
  /** Empty, as the default, for who is no member. */
  readonly memberId?: string;
  /** -1 by default; the member epoch in the consumer protocol. */
  readonly generationId?: number;
  /** `null` by default. */
  readonly groupInstanceId?: string | null;
}
