import {
  allPartitions,
  emptyDivision,
  inMemberOrder,
  type Assignor,
  type Division,
  type Subscriber,
  type TopicRacks,
} from './assignor.ts';

/** Deals all partitions of all topics out, one to each member in turn; members that do not want one are passed over. */
export const roundRobinAssignor: Assignor = {
  name: 'roundrobin',
  className: 'org.apache.kafka.clients.consumer.RoundRobinAssignor',
  isCooperative: false,
  assign: dealOut,
  userData: () => null,
  readUserData: (subscriber) => subscriber,
};

function dealOut(topics: TopicRacks, subscribers: readonly Subscriber[]): Division {
  const division = emptyDivision(subscribers);
  const inOrder = inMemberOrder(subscribers).map(({ memberId, topics: wanted }) => ({
    memberId,
    wanted: new Set(wanted),
  }));
  let turn = 0;
  for (const one of allPartitions(topics)) {
    for (let passed = 0; passed < inOrder.length; passed += 1) {
      const member = inOrder[turn % inOrder.length];
      turn += 1;
      if (member?.wanted.has(one.topic) !== true) continue;
      division.get(member.memberId)?.push(one);
      break;
    }
  }
  return division;
}
