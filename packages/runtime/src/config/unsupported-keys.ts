import type { ConfigIssue } from '@sluice/connect-api';
import type { SubmittedConfig } from '../herder/herder.ts';
import { usesTopicCreation } from './topic-creation/topic-creation-keys.ts';

/**
 * Settings that this version does not carry out, and that change what happens to records: topics created with
 * settings of their own, and dead letter queues. Their keys are declared and checked as Connect does it, so that
 * forms and answers of validation have them; a value that asks for the feature gets this error besides, because a
 * connector that was started all the same would do something else than it was told. What exactly-once delivery
 * needs is not among them: it means nothing on a standalone worker, of Java too.
 */
export function unsupportedIssues(
  kind: 'source' | 'sink',
  config: SubmittedConfig,
  worker: Readonly<Record<string, string>>,
): ConfigIssue[] {
  return kind === 'source' ? topicCreationIssues(config, worker) : deadLetterIssues(config);
}

function topicCreationIssues(
  config: SubmittedConfig,
  worker: Readonly<Record<string, string>>,
): ConfigIssue[] {
  if (!usesTopicCreation(config, worker)) return [];
  const keys = Object.keys(config).filter((key) => key.startsWith('topic.creation.'));
  return keys
    .filter((key) => key !== 'topic.creation.groups' || (config[key]?.trim() ?? '') !== '')
    .map((key) => refusal(key, 'Creating topics with settings of their own is'));
}

function deadLetterIssues(config: SubmittedConfig): ConfigIssue[] {
  const key = 'errors.deadletterqueue.topic.name';
  return (config[key]?.trim() ?? '') === '' ? [] : [refusal(key, 'Dead letter queues are')];
}

function refusal(key: string, what: string): ConfigIssue {
  return { key, message: `${what} not supported by this version; remove ${key}` };
}
