import { defineApi } from '../../schema/api.ts';
import { array } from '../../schema/array.ts';
import { bool, int16, int32, int8, string, uuid } from '../../schema/primitives.ts';
import { nested, struct } from '../../schema/struct.ts';

export const consumerGroupDescribeApi = defineApi({
  key: 69,
  name: 'ConsumerGroupDescribe',
  versions: [0, 1],
  flexible: 0,
  request: struct({ groupIds: array(string()), includeAuthorizedOperations: bool() }),
  response: struct({
    throttleTimeMs: int32({ default: 0 }),
    groups: array(
      nested({
        errorCode: int16(),
        errorMessage: string({ nullable: '0+', default: null }),
        groupId: string(),
        groupState: string(),
        groupEpoch: int32(),
        assignmentEpoch: int32(),
        assignorName: string(),
        members: array(
          nested({
            memberId: string(),
            instanceId: string({ nullable: '0+', default: null }),
            rackId: string({ nullable: '0+', default: null }),
            memberEpoch: int32(),
            clientId: string(),
            clientHost: string(),
            subscribedTopicNames: array(string()),
            subscribedTopicRegex: string({ nullable: '0+', default: null }),
            assignment: nested({
              topicPartitions: array(
                nested({ topicId: uuid(), topicName: string(), partitions: array(int32()) }),
              ),
            }),
            targetAssignment: nested({
              topicPartitions: array(
                nested({ topicId: uuid(), topicName: string(), partitions: array(int32()) }),
              ),
            }),
            memberType: int8({ versions: '1+', default: -1, ignorable: true }),
          }),
        ),
        authorizedOperations: int32({ default: -2147483648 }),
      }),
    ),
  }),
});
