import type { ConfigIssue } from '@sluice/connect-api';
import type { ConnectorConfig } from '../../herder/herder.ts';
import {
  adminProperties,
  consumerProperties,
  producerProperties,
  type ClientProperties,
  type ClientSource,
} from '../client-properties.ts';
import type { ClientRole } from './client-in-use.ts';

/** What a client would be configured by. */
export interface SettingsSource {
  readonly worker: Readonly<Record<string, string>>;
  readonly connector: ConnectorConfig;
}

const propertiesOf: Readonly<Record<ClientRole, (source: ClientSource) => ClientProperties>> = {
  producer: producerProperties,
  consumer: consumerProperties,
  admin: adminProperties,
};

/**
 * What a client would refuse of its settings, by the name of the setting, because of what the connector overrides.
 * What is wrong without that is not its fault. The code of clients is loaded when there is something to check.
 */
export async function settingsIssues(role: ClientRole, source: SettingsSource): Promise<ConfigIssue[]> {
  const kafka = await import('@sluice/kafka-client');
  const parse = {
    producer: kafka.parseProducerSettings,
    consumer: kafka.parseConsumerSettings,
    admin: kafka.parseAdminSettings,
  }[role];
  const issuesWith = (connector: ConnectorConfig): readonly ConfigIssue[] => {
    const id = { connector: connector['name'] ?? '', task: 0 };
    try {
      parse(propertiesOf[role]({ worker: source.worker, connector, id }));
      return [];
    } catch (error) {
      if (error instanceof kafka.SettingsError) return error.issues;
      throw error;
    }
  };
  const known = new Set(issuesWith({}).map(({ message }) => message));
  return issuesWith(source.connector)
    .filter(({ message }) => !known.has(message))
    .map(({ key, message }) => ({ key, message }));
}
