import {
  atLeast,
  caseInsensitiveOneOf,
  defineConfig,
  int,
  list,
  listOfNames,
  long,
  oneOf,
  string,
} from '@sluice/connect-api';

/** Where clients of Kafka begin. */
export const bootstrapKeys = defineConfig({
  'bootstrap.servers': list({
    doc: 'Brokers to find the Kafka cluster by, as `host:port`.',
    importance: 'high',
    validator: listOfNames(),
  }),
  'client.dns.lookup': string({
    doc: 'How the names of brokers become addresses: all that DNS gives, or the one of the canonical name.',
    importance: 'medium',
    default: 'use_all_dns_ips',
    validator: oneOf('use_all_dns_ips', 'resolve_canonical_bootstrap_servers_only'),
  }),
});

/** How clients of Kafka keep their connections, with the defaults of a client of a connector. */
export const connectionKeys = defineConfig({
  'client.id': string({
    doc: 'Name of the client in the logs and metrics of brokers, and for their quotas.',
    importance: 'medium',
    default: '',
  }),
  'metadata.max.age.ms': long({
    doc: 'After what time a client asks anew where partitions are, in milliseconds.',
    importance: 'low',
    default: 300_000,
    validator: atLeast(0),
  }),
  'send.buffer.bytes': int({
    doc: 'Size of the send buffer of sockets. Without effect: it is left to the system.',
    importance: 'medium',
    default: 131_072,
    validator: atLeast(-1),
  }),
  'receive.buffer.bytes': int({
    doc: 'Size of the receive buffer of sockets. Without effect: it is left to the system.',
    importance: 'medium',
    default: 32_768,
    validator: atLeast(-1),
  }),
  'reconnect.backoff.ms': long({
    doc: 'The first pause before connecting to a broker again, in milliseconds.',
    importance: 'low',
    default: 50,
    validator: atLeast(0),
  }),
  'reconnect.backoff.max.ms': long({
    doc: 'The longest pause before connecting to a broker again, in milliseconds.',
    importance: 'low',
    default: 1000,
    validator: atLeast(0),
  }),
  'socket.connection.setup.timeout.ms': long({
    doc: 'How long connecting may take at first, in milliseconds; it doubles with each try.',
    importance: 'medium',
    default: 10_000,
  }),
  'socket.connection.setup.timeout.max.ms': long({
    doc: 'How long connecting may take at most, in milliseconds.',
    importance: 'medium',
    default: 30_000,
  }),
  'retry.backoff.ms': long({
    doc: 'The first pause before a request is tried again, in milliseconds.',
    importance: 'low',
    default: 100,
    validator: atLeast(0),
  }),
  'retry.backoff.max.ms': long({
    doc: 'The longest pause before a request is tried again, in milliseconds.',
    importance: 'low',
    default: 1000,
    validator: atLeast(0),
  }),
  'request.timeout.ms': int({
    doc: 'How long a broker may take to answer, in milliseconds.',
    importance: 'medium',
    default: 30_000,
    validator: atLeast(0),
  }),
  'connections.max.idle.ms': long({
    doc: 'After what time without use a connection is closed, in milliseconds.',
    importance: 'medium',
    default: 540_000,
  }),
  'security.protocol': string({
    doc: 'Whether connections are encrypted and begin with a login.',
    importance: 'medium',
    default: 'PLAINTEXT',
    validator: caseInsensitiveOneOf('PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'),
  }),
  'metadata.recovery.strategy': string({
    doc: 'Whether a client that reaches no broker it knows begins again with `bootstrap.servers`.',
    importance: 'low',
    default: 'rebootstrap',
    validator: caseInsensitiveOneOf('REBOOTSTRAP', 'NONE'),
  }),
  'metadata.recovery.rebootstrap.trigger.ms': long({
    doc: 'After what time without an answer a client begins again with `bootstrap.servers`, in milliseconds.',
    importance: 'low',
    default: 300_000,
    validator: atLeast(0),
  }),
});
