export interface BrokerPlace {
  readonly id: number;
  readonly port: number;
  readonly controllerPort: number;
  /** Used where the cluster is to have listeners with TLS and SASL. */
  readonly securePorts: Readonly<Record<'SSL' | 'SASL_PLAINTEXT' | 'SASL_SSL', number>>;
  /** Holds the broker's properties, log and data. */
  readonly folder: string;
}

export type Properties = Readonly<Record<string, string>>;

/** The properties of one node, broker and controller at once, that listens without authentication. */
export function serverProperties(place: BrokerPlace, all: readonly BrokerPlace[]): Properties {
  const replicas = String(all.length);
  return {
    'process.roles': 'broker,controller',
    'node.id': String(place.id),
    'broker.rack': `rack-${place.id}`,
    'controller.quorum.voters': all.map((one) => `${one.id}@127.0.0.1:${one.controllerPort}`).join(','),
    listeners: `PLAINTEXT://127.0.0.1:${place.port},CONTROLLER://127.0.0.1:${place.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${place.port}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': `${place.folder}/data`,
    'default.replication.factor': replicas,
    'min.insync.replicas': '1',
    'offsets.topic.replication.factor': replicas,
    'offsets.topic.num.partitions': '8',
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.num.partitions': '4',
    'transaction.state.log.min.isr': '1',
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': '1',
    // Tests write records of long ago: not to be deleted in the middle of a test.
    'log.retention.check.interval.ms': '86400000',
    'group.initial.rebalance.delay.ms': '0',
    // Members of groups by the consumer protocol hear of changes with their heartbeats.
    'group.consumer.min.heartbeat.interval.ms': '100',
    'group.consumer.heartbeat.interval.ms': '500',
  };
}

/** The text of a .properties file. Values are written as they are: a backslash in one is an escape to Java. */
export function formatProperties(properties: Properties): string {
  return Object.entries(properties)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}
