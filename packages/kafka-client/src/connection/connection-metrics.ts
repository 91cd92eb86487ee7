import { counter, gauge } from '../metrics/metric.ts';
import { MetricGroup } from '../metrics/metric-group.ts';

const definitions = {
  'connection-count': gauge('Connections that are open.'),
  'connection-creation-total': counter('Connections opened.'),
  'connection-close-total': counter('Connections ended, by whichever side.'),
  'request-total': counter('Requests sent.'),
  'response-total': counter('Responses received.'),
  'outgoing-byte-total': counter('Bytes of requests sent.'),
  'incoming-byte-total': counter('Bytes received.'),
  'network-io-total': counter('Writes of requests and reads of whatever was there.'),
  'successful-authentication-total': counter('Connections that TLS or SASL, or both, let in.'),
  'failed-authentication-total': counter('Connections that TLS or SASL refused.'),
  'successful-reauthentication-total': counter('Logins renewed on an open connection (KIP-368).'),
  'failed-reauthentication-total': counter('Logins that could not be renewed.'),
};

export type ConnectionMetrics = MetricGroup<typeof definitions>;

/** The figures of all connections of one client; `group` is for example `producer-metrics`. */
export function connectionMetrics(group: string): ConnectionMetrics {
  return new MetricGroup({ group, definitions });
}
