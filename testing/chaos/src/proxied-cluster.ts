import { freePorts, startKafka } from '@sluice/testing-services';
import type { KafkaBroker } from '@sluice/testing-services';
import { TcpProxy } from './tcp-proxy.ts';

/** Three brokers that clients reach by way of a proxy each; among themselves they talk without. */
export interface ProxiedCluster {
  readonly brokers: readonly KafkaBroker[];
  readonly proxies: readonly TcpProxy[];
  /** The proxies, for clients. */
  readonly bootstrapServers: string;
  /** The brokers themselves, for those who judge. */
  readonly directServers: string;
  stop(): Promise<void>;
}

/** Everything is kept three times, and acknowledged once two brokers have it; a frozen broker is given up soon. */
const properties = {
  'min.insync.replicas': '2',
  'transaction.state.log.min.isr': '2',
  'unclean.leader.election.enable': 'false',
  'broker.heartbeat.interval.ms': '500',
  'broker.session.timeout.ms': '3000',
  'replica.lag.time.max.ms': '3000',
  'group.min.session.timeout.ms': '1000',
};

export async function startProxiedCluster(): Promise<ProxiedCluster> {
  const listenerPorts = await freePorts(3);
  const proxies = await Promise.all(listenerPorts.map((port) => TcpProxy.start(port)));
  const kafka = await startKafka({
    brokers: 3,
    properties: ({ id, port, controllerPort }) => ({
      ...properties,
      listeners: [
        `PLAINTEXT://127.0.0.1:${port}`,
        `CONTROLLER://127.0.0.1:${controllerPort}`,
        `CLIENT://127.0.0.1:${listenerPorts[id - 1]}`,
      ].join(','),
      'advertised.listeners': `PLAINTEXT://127.0.0.1:${port},CLIENT://127.0.0.1:${proxies[id - 1]?.port}`,
      'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,CLIENT:PLAINTEXT',
    }),
  });
  return {
    brokers: kafka.brokers,
    proxies,
    bootstrapServers: proxies.map(({ port }) => `127.0.0.1:${port}`).join(','),
    directServers: kafka.bootstrapServers,
    stop: async () => {
      await Promise.all(proxies.map((proxy) => proxy.stop()));
      await kafka.stop();
    },
  };
}
