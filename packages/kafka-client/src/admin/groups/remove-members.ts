import { errorCodes, leaveGroupApi, type ResponseOf } from '@sluice/kafka-protocol';
import { tooOld } from '../names/unsupported.ts';
import type { AdminRequests } from '../requests/admin-requests.ts';
import type { ItemAnswer } from '../requests/bulk-call.ts';
import { groupRoute } from '../requests/coordinator-routes.ts';
import { outcomeOf, type Outcome } from '../requests/outcome.ts';
import { byKey } from '../requests/partition-items.ts';

/** A member by the id that the broker gave it, or a static one by the `group.instance.id` it was configured with. */
export type MemberName = { readonly memberId: string } | { readonly groupInstanceId: string };

export interface MemberOutcome {
  readonly member: MemberName;
  readonly result: Outcome<null>;
}

export interface Removal {
  readonly groupId: string;
  readonly members: readonly MemberName[];
  /** What the broker logs; `null` for nothing. */
  readonly reason: string | null;
}

export async function removeMembers(
  requests: AdminRequests,
  { groupId, members, reason }: Removal,
): Promise<MemberOutcome[]> {
  const items = byKey(members, keyOf);
  const outcomes = await requests.run(
    items.keys(),
    {
      api: leaveGroupApi,
      body: (keys) => (version) => {
        if (version < 3) throw tooOld('remove members of a group', '2.4');
        return {
          groupId,
          members: keys
            .flatMap((key) => items.get(key) ?? [])
            .map((member) => ({ memberId: '', groupInstanceId: null, ...member, reason })),
        };
      },
      answers: leaveAnswers,
      action: (key) => `Remove ${key} from group ${groupId}`,
    },
    { route: groupRoute(requests, groupId) },
  );
  return [...items].map(([key, member]) => ({ member, result: outcomeOf(outcomes, key) }));
}

function keyOf(member: MemberName): string {
  return 'memberId' in member ? `member ${member.memberId}` : `static member ${member.groupInstanceId}`;
}

function leaveAnswers(
  { errorCode, members }: ResponseOf<typeof leaveGroupApi>,
  keys: readonly string[],
): ItemAnswer<null>[] {
  if (errorCode !== errorCodes.NONE) return keys.map((key) => ({ key, errorCode, value: null }));
  return members.map(({ memberId, groupInstanceId, errorCode: code }) => ({
    key: keyOf(groupInstanceId === null ? { memberId } : { groupInstanceId }),
    errorCode: code,
    value: null,
  }));
}
