import type { PluginLogger } from '@sluice/connect-api';
import type { ClientProperties } from '@sluice/kafka-client';
import type { Sending } from '../topic-log/sending.ts';
import { LeaderWriter } from './leader-writer.ts';

/** A writer whose producers, one for each claim, are configured with these properties. */
export function openLeaderWriter(
  topic: string,
  properties: ClientProperties,
  log: PluginLogger,
): LeaderWriter {
  return new LeaderWriter(topic, async () => {
    const { parseProducerSettings, Producer } = await import('@sluice/kafka-client');
    return new Producer<Sending>(parseProducerSettings(properties).settings, { log });
  });
}
