import type { GroupProtocolOffer, JoinResponse, MemberAssignment } from './group-requests.ts';

/** The one for whom a member is in the group. */
export interface GroupOwner {
  /** What to join with, asked for at every join: the best protocol first. */
  offers(): readonly GroupProtocolOffer[];
  /**
   * Divides the work among all members; asked of the leader. Where `skipAssignment` says that the division of before
   * stands (KIP-814: a static leader has come back), what is returned is not used.
   */
  divide(joined: JoinResponse): Promise<readonly MemberAssignment[]>;
}
