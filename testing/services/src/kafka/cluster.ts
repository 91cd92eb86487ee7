import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JvmProfile } from '../java/jvm.ts';
import { freePorts } from '../process/free-ports.ts';
import { makeTempFolder } from '../process/temp-folder.ts';
import type { TempFolder } from '../process/temp-folder.ts';
import { KafkaBroker } from './broker.ts';
import { kafkaJars } from './jars.ts';
import { makeCertificates } from './secure/certificates.ts';
import type { Certificates } from './secure/certificates.ts';
import { scramArguments, secureProperties } from './secure/secure-listeners.ts';
import type { SecureOptions, SecureProtocol } from './secure/secure-listeners.ts';
import { serverProperties } from './server-properties.ts';
import type { BrokerPlace, Properties } from './server-properties.ts';

export interface KafkaOptions {
  /** Default 1. */
  readonly brokers?: 1 | 3;
  /** Added to every broker's properties, and stronger than them; may depend on where the broker is. */
  readonly properties?: Properties | ((place: BrokerPlace) => Properties);
  /** Default `quick`. */
  readonly profile?: JvmProfile;
  /** Has every broker listen with TLS, with SASL and with both, beside the plaintext listener. */
  readonly secure?: SecureOptions;
}

export interface KafkaCluster {
  /** host:port of every broker, separated by commas. */
  readonly bootstrapServers: string;
  /** Set when `secure` was asked for. */
  readonly secure: SecureAccess | undefined;
  readonly brokers: readonly KafkaBroker[];
  /** The folder with Kafka's jars. */
  readonly javaLib: string;
  /** Ends the brokers and deletes their data. */
  stop(): Promise<void>;
}

export interface SecureAccess {
  /** localhost:port of every broker, separated by commas, by protocol. */
  readonly servers: Readonly<Record<SecureProtocol, string>>;
  readonly certificates: Certificates;
}

const attempts = 3;

/** A new, empty Apache Kafka cluster on free ports of 127.0.0.1, ready for requests. */
export async function startKafka(options: KafkaOptions = {}): Promise<KafkaCluster> {
  for (let attempt = 1; ; attempt++) {
    const folder = await makeTempFolder('kafka');
    const places = await placeBrokers(folder.path, options.brokers ?? 1);
    const certificates = options.secure && (await makeCertificates(folder.path));
    const brokers = makeBrokers(places, options, certificates);
    try {
      await startBrokers(brokers);
      const secure = certificates && { servers: secureServers(places), certificates };
      return { ...(await describe(brokers, folder)), secure };
    } catch (error) {
      const retry = attempt < attempts && (await lostItsPort(brokers));
      await end(brokers, folder);
      if (!retry) throw error;
    }
  }
}

async function placeBrokers(folder: string, count: number): Promise<BrokerPlace[]> {
  const ports = await freePorts(5 * count);
  const port = (): number => ports.pop() ?? 0;
  return Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    port: port(),
    controllerPort: port(),
    securePorts: { SSL: port(), SASL_PLAINTEXT: port(), SASL_SSL: port() },
    folder: join(folder, String(index + 1)),
  }));
}

function makeBrokers(
  places: readonly BrokerPlace[],
  options: KafkaOptions,
  certificates: Certificates | undefined,
): KafkaBroker[] {
  const { secure, profile = 'quick' } = options;
  const clusterId = randomClusterId();
  const formatArguments = secure ? scramArguments(secure) : [];
  return places.map((place) => {
    const plain = serverProperties(place, places);
    const own =
      secure && certificates
        ? secureProperties(plain, { ports: place.securePorts, certificates, options: secure })
        : plain;
    const added = typeof options.properties === 'function' ? options.properties(place) : options.properties;
    const properties = { ...own, ...added };
    return new KafkaBroker({ place, clusterId, properties, formatArguments, profile });
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

async function describe(
  brokers: readonly KafkaBroker[],
  folder: TempFolder,
): Promise<Omit<KafkaCluster, 'secure'>> {
  return {
    bootstrapServers: brokers.map((broker) => `127.0.0.1:${broker.port}`).join(','),
    brokers,
    javaLib: (await kafkaJars()).folder,
    stop: () => end(brokers, folder),
  };
}

function secureServers(places: readonly BrokerPlace[]): SecureAccess['servers'] {
  const serversOf = (protocol: SecureProtocol): string =>
    places.map(({ securePorts }) => `localhost:${securePorts[protocol]}`).join(',');
  return {
    SSL: serversOf('SSL'),
    SASL_PLAINTEXT: serversOf('SASL_PLAINTEXT'),
    SASL_SSL: serversOf('SASL_SSL'),
  };
}

async function end(brokers: readonly KafkaBroker[], folder: TempFolder): Promise<void> {
  await Promise.all(brokers.map((broker) => broker.discard()));
  await folder.remove();
}
