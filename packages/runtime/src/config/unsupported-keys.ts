import type { ConfigIssue } from '@sluice/connect-api';
import type { SubmittedConfig } from '../herder/herder.ts';

/**
 * Settings that this version does not carry out, and that change what happens to records: dead letter queues. Their keys are declared and checked as Connect does it, so that
 * forms and answers of validation have them; a value that asks for the feature gets this error besides, because a
 * connector that was started all the same would do something else than it was told.
 */
export function unsupportedIssues(kind: 'source' | 'sink', config: SubmittedConfig): ConfigIssue[] {
  return kind === 'source' ? [] : deadLetterIssues(config);
}

function deadLetterIssues(config: SubmittedConfig): ConfigIssue[] {
  const key = 'errors.deadletterqueue.topic.name';
  return (config[key]?.trim() ?? '') === '' ? [] : [refusal(key, 'Dead letter queues are')];
}

function refusal(key: string, what: string): ConfigIssue {
  return { key, message: `${what} not supported by this version; remove ${key}` };
}
