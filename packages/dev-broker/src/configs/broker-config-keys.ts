import { nodeId, type Broker } from '../broker.ts';
import type { ConfigKey } from './config-key.ts';

/** The properties of the broker that clients ask for, with the values it was started with as their defaults. */
export function brokerConfigKeys({ autoCreateTopics, defaultPartitions }: Broker): ConfigKey[] {
  return [
    { name: 'node.id', type: 'int', default: String(nodeId), doc: 'The number of the only node.' },
    {
      name: 'auto.create.topics.enable',
      type: 'boolean',
      default: String(autoCreateTopics),
      doc: 'Whether a topic that somebody asks for is created.',
    },
    {
      name: 'num.partitions',
      type: 'int',
      default: String(defaultPartitions),
      doc: 'How many partitions a topic gets when nobody says how many.',
    },
    {
      name: 'default.replication.factor',
      type: 'int',
      default: '1',
      doc: 'One node can keep one copy.',
    },
  ];
}
