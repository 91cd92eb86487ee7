import { Admin, parseAdminSettings } from '@sluice/kafka-client';
import {
  internalClientProperties,
  leaderProducerProperties,
} from '../src/config/internal-client-properties.ts';
import type { ConfigChange } from '../src/stores/config/config-change.ts';
import { ConfigStore } from '../src/stores/config/config-store.ts';
import { openLeaderWriter } from '../src/stores/config/open-leader-writer.ts';
import { StatusStore } from '../src/stores/status/status-store.ts';
import { openTopicLog } from '../src/stores/topic-log/open-topic-log.ts';
import type { OpenStoreLog } from '../src/stores/topic-log/store-log.ts';
import { InMemoryLog } from './in-memory-log.ts';

type Properties = Readonly<Record<string, string>>;

/** The stores of one worker of a real cluster, by the worker's properties. */
export class TrialStores {
  readonly log = new InMemoryLog();
  readonly changes: ConfigChange[] = [];
  readonly config: ConfigStore;
  readonly status: StatusStore;
  readonly #properties: Properties;
  readonly #admin: Admin;
  onChanges: () => void = () => undefined;

  constructor(properties: Properties) {
    this.#properties = properties;
    const { settings } = parseAdminSettings({ 'bootstrap.servers': properties['bootstrap.servers'] ?? '' });
    this.#admin = new Admin(settings);
    const topic = properties['config.storage.topic'] ?? '';
    const leaderProperties = leaderProducerProperties(properties);
    const { log } = this;
    this.config = new ConfigStore({
      topic,
      openLog: this.#openLog('configs', 'config.storage.topic'),
      leaderWriter: leaderProperties && openLeaderWriter(topic, leaderProperties, log),
      onChanges: (changes) => {
        this.changes.push(...changes);
        this.onChanges();
      },
      log,
    });
    const openLog = this.#openLog('statuses', 'status.storage.topic');
    this.status = new StatusStore({ topic: properties['status.storage.topic'] ?? '', openLog, log });
  }

  async start(): Promise<this> {
    await this.status.start();
    await this.config.start();
    return this;
  }

  async stop(): Promise<void> {
    await this.config.stop(5000);
    await this.status.stop(5000);
    await this.#admin.close();
  }

  #openLog(store: 'configs' | 'statuses', property: string): OpenStoreLog {
    const name = this.#properties[property] ?? '';
    return (onRecords) =>
      openTopicLog({
        topic: { name, partitions: 1, replicationFactor: 1, configs: {}, property, purpose: 'of a test' },
        properties: internalClientProperties(this.#properties, store),
        admin: this.#admin,
        onRecords,
        log: this.log,
      });
  }
}
