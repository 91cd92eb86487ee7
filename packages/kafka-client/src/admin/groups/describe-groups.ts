import { errorCodes } from '@sluice/kafka-protocol';
import { KafkaError } from '../../errors/kafka-error.ts';
import { isUnsupported } from '../names/unsupported.ts';
import type { AdminRequests } from '../requests/admin-requests.ts';
import { coordinatorRoute } from '../requests/coordinator-routes.ts';
import type { Outcome, Outcomes } from '../requests/outcome.ts';
import { classicGroupsCall } from './classic-groups.ts';
import { consumerGroupsCall } from './consumer-groups.ts';
import type { GroupDescription } from './group-description.ts';

export interface DescribeGroupsOptions {
  readonly includeAuthorizedOperations?: boolean;
}

/** Asks for groups of the new protocol (KIP-848), then for those that are none as classic ones. */
export async function describeGroups(
  requests: AdminRequests,
  groupIds: readonly string[],
  { includeAuthorizedOperations = false }: DescribeGroupsOptions,
): Promise<Outcomes<GroupDescription>> {
  const how = { route: coordinatorRoute(requests, 'group'), deadline: requests.newDeadline() };
  const consumers = await requests.run(groupIds, consumerGroupsCall(includeAuthorizedOperations), how);
  const others = [...consumers].filter(([, outcome]) => isOtherKind(outcome)).map(([groupId]) => groupId);
  const classic = await requests.run(others, classicGroupsCall(includeAuthorizedOperations), how);
  return new Map([...consumers, ...classic]);
}

function isOtherKind(outcome: Outcome<GroupDescription>): boolean {
  if (isUnsupported(outcome)) return true;
  return outcome instanceof KafkaError && outcome.code === errorCodes.GROUP_ID_NOT_FOUND;
}
