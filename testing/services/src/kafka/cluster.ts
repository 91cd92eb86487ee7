import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JvmProfile } from '../java/jvm.ts';
import { freePorts } from '../process/free-ports.ts';
import { makeTempFolder } from '../process/temp-folder.ts';
import type { TempFolder } from '../process/temp-folder.ts';
import { KafkaBroker } from './broker.ts';
import { kafkaJars } from './jars.ts';
import { serverProperties } from './server-properties.ts';
import type { BrokerPlace, Properties } from './server-properties.ts';

export interface KafkaOptions {
  /** Default 1. */
  readonly brokers?: 1 | 3;
  /** Added to every broker's properties, and stronger than them. */
  readonly properties?: Properties;
  /** Default `quick`. */
  readonly profile?: JvmProfile;
}

export interface KafkaCluster {
  /** host:port of every broker, separated by commas. */
  readonly bootstrapServers: string;
  readonly brokers: readonly KafkaBroker[];
  /** The folder with Kafka's jars. */
  readonly javaLib: string;
  /** Ends the brokers and deletes their data. */
  stop(): Promise<void>;
}

const attempts = 3;

/** A new, empty Apache Kafka cluster on free ports of 127.0.0.1 without authentication, ready for requests. */
export async function startKafka(options: KafkaOptions = {}): Promise<KafkaCluster> {
  for (let attempt = 1; ; attempt++) {
    const folder = await makeTempFolder('kafka');
    const brokers = await placeBrokers(folder.path, options);
    try {
      await startBrokers(brokers);
      return await describe(brokers, folder);
    } catch (error) {
      const retry = attempt < attempts && (await lostItsPort(brokers));
      await end(brokers, folder);
      if (!retry) throw error;
    }
  }
}

async function placeBrokers(folder: string, options: KafkaOptions): Promise<KafkaBroker[]> {
  const count = options.brokers ?? 1;
  const ports = await freePorts(2 * count);
  const places = Array.from({ length: count }, (_, index): BrokerPlace => {
    const [port = 0, controllerPort = 0] = ports.slice(2 * index);
    return { id: index + 1, port, controllerPort, folder: join(folder, String(index + 1)) };
  });
  const clusterId = randomClusterId();
  return places.map((place) => {
    const properties = serverProperties(place, places, options.properties ?? {});
    return new KafkaBroker({ place, clusterId, properties, profile: options.profile ?? 'quick' });
  });
}

/** A UUID in Kafka's notation, which does not begin with a dash: the tool would take it for an option. */
function randomClusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? randomClusterId() : id;
}

async function startBrokers(brokers: readonly KafkaBroker[]): Promise<void> {
  const ids = brokers.map((broker) => broker.id);
  await Promise.all(brokers.map((broker) => broker.format()));
  await Promise.all(brokers.map((broker) => broker.launch()));
  await Promise.all(brokers.map((broker) => broker.untilReady(ids)));
}

async function lostItsPort(brokers: readonly KafkaBroker[]): Promise<boolean> {
  const logs = await Promise.all(brokers.map((broker) => readFile(broker.logFile, 'utf8').catch(() => '')));
  return logs.some((log) => log.includes('Address already in use'));
}

async function describe(brokers: readonly KafkaBroker[], folder: TempFolder): Promise<KafkaCluster> {
  return {
    bootstrapServers: brokers.map((broker) => `127.0.0.1:${broker.port}`).join(','),
    brokers,
    javaLib: (await kafkaJars()).folder,
    stop: () => end(brokers, folder),
  };
}

async function end(brokers: readonly KafkaBroker[], folder: TempFolder): Promise<void> {
  await Promise.all(brokers.map((broker) => broker.discard()));
  await folder.remove();
}
