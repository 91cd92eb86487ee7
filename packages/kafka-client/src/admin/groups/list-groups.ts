import { listGroupsApi } from '@sluice/kafka-protocol';
import { tooOld } from '../names/unsupported.ts';
import type { AdminRequests } from '../requests/admin-requests.ts';
import { listFromBrokers, type BrokerListing } from '../requests/list-from-brokers.ts';

export type GroupState =
  | 'PreparingRebalance'
  | 'CompletingRebalance'
  | 'Assigning'
  | 'Reconciling'
  | 'Stable'
  | 'Empty'
  | 'Dead'
  | 'NotReady';

/** `classic` is what `group.protocol=classic` makes, `consumer` what KIP-848 does. */
export type GroupType = 'classic' | 'consumer' | 'share' | 'streams';

/** What is absent does not restrict. */
export interface GroupFilter {
  readonly states?: readonly GroupState[];
  readonly types?: readonly GroupType[];
}

export interface ListedGroup {
  readonly groupId: string;
  /** `consumer`, `connect`, …; empty for offsets that were committed without a group. */
  readonly protocolType: string;
  /** One of `GroupState`, or what a newer broker calls it; `null` where the broker is too old to tell (before 2.6). */
  readonly state: string | null;
  /** One of `GroupType`; `null` where the broker is too old to tell (before 3.8). */
  readonly type: string | null;
}

export function listGroups(
  requests: AdminRequests,
  { states = [], types = [] }: GroupFilter,
): Promise<BrokerListing<ListedGroup>> {
  return listFromBrokers(requests, {
    api: listGroupsApi,
    body: (version) => {
      if (version < 4 && states.length > 0) throw tooOld('list groups by state', '2.6');
      if (version < 5 && types.length > 0) throw tooOld('list groups by type', '3.8');
      return {
        ...(version < 4 ? {} : { statesFilter: states }),
        ...(version < 5 ? {} : { typesFilter: types }),
      };
    },
    errorCodeOf: ({ errorCode }) => errorCode,
    itemsOf: ({ groups }) =>
      groups.map(({ groupId, protocolType, groupState, groupType }) => ({
        groupId,
        protocolType,
        state: groupState === '' ? null : groupState,
        type: groupType === '' ? null : groupType.toLowerCase(),
      })),
    things: 'groups',
  });
}
