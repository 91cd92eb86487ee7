/** What clients may ask a real broker for and not this one. */
export interface LeftOut {
  /** The names of APIs, or what else is not there. */
  readonly what: readonly string[];
  readonly why: string;
}

export const leftOut: readonly LeftOut[] = [
  {
    what: ['ConsumerGroupHeartbeat', 'ConsumerGroupDescribe'],
    why: 'Groups of the newer protocol (KIP-848): clients use classic groups where a broker has no other.',
  },
  {
    what: [
      'ShareGroupHeartbeat',
      'ShareGroupDescribe',
      'ShareFetch',
      'ShareAcknowledge',
      'DescribeShareGroupOffsets',
      'AlterShareGroupOffsets',
      'DeleteShareGroupOffsets',
    ],
    why: 'Share groups: Connect does not use them.',
  },
  {
    what: ['StreamsGroupHeartbeat', 'StreamsGroupDescribe'],
    why: 'Groups of Kafka Streams by its own protocol; Streams works with classic groups.',
  },
  {
    what: ['DescribeAcls', 'CreateAcls', 'DeleteAcls'],
    why: 'They are answered, but there are no ACLs: whoever is let in may do everything.',
  },
  {
    what: ['AlterClientQuotas', 'AlterReplicaLogDirs', 'DescribeLogDirs', 'ListConfigResources'],
    why: 'There are no quotas, one folder, and nothing to configure but topics.',
  },
  {
    what: ['AlterPartitionReassignments', 'ListPartitionReassignments', 'UnregisterBroker', 'DescribeQuorum'],
    why: 'One node: no replicas to move and no quorum.',
  },
  {
    what: [
      'CreateDelegationToken',
      'RenewDelegationToken',
      'ExpireDelegationToken',
      'DescribeDelegationToken',
    ],
    why: 'Clients show who they are with TLS, PLAIN or SCRAM; there are no tokens, no GSSAPI and no OAUTHBEARER.',
  },
  {
    what: ['GetTelemetrySubscriptions', 'PushTelemetry'],
    why: 'Nobody here wants the metrics of clients; they then do not send them.',
  },
  {
    what: ['__consumer_offsets and __transaction_state'],
    why: 'Groups and transactions are kept in journals, not in topics that could be read.',
  },
  {
    what: ['replication'],
    why: 'One node keeps one copy: with acks all, as with acks 1, that node has it.',
  },
];
