import { ConnectError } from '@sluice/connect-api';
import type { TaskId } from '../states.ts';
import type { ActiveTopics } from './active-topics.ts';

/** The settings of a worker that say what is tracked. */
export interface TopicTrackingConfig {
  readonly 'topic.tracking.enable': boolean;
  readonly 'topic.tracking.allow.reset': boolean;
}

/** What users may know and do about the topics that connectors work with. */
export class TopicTracking {
  readonly #topics: ActiveTopics;
  readonly #config: TopicTrackingConfig;

  constructor(topics: ActiveTopics, config: TopicTrackingConfig) {
    this.#topics = topics;
    this.#config = config;
  }

  noticed({ connector, task }: TaskId, topic: string): void {
    if (this.#config['topic.tracking.enable'])
      this.#topics.add({ topic, connector, task, discoveredMs: Date.now() });
  }

  /** @throws ConnectError when topics are not tracked. */
  of(connector: string): readonly string[] {
    this.#refuseDisabled();
    return this.#topics.of(connector);
  }

  /** @throws ConnectError when topics are not tracked, or that may not be forgotten. */
  reset(connector: string): void {
    this.#refuseDisabled();
    if (!this.#config['topic.tracking.allow.reset']) {
      throw new ConnectError('Topic tracking reset is disabled.', { code: 'TOPIC_RESET_DISABLED' });
    }
    this.#topics.reset(connector);
  }

  /** The connector is gone. */
  forget(connector: string): void {
    this.#topics.reset(connector);
  }

  #refuseDisabled(): void {
    if (this.#config['topic.tracking.enable']) return;
    throw new ConnectError('Topic tracking is disabled.', { code: 'TOPIC_TRACKING_DISABLED' });
  }
}
