import type { ConfigIssue } from '@sluice/connect-api';
import type { SubmittedConfig } from '../herder/herder.ts';

const versionKeys: ReadonlySet<string> = new Set([
  'connector.plugin.version',
  'key.converter.plugin.version',
  'value.converter.plugin.version',
  'header.converter.plugin.version',
]);

/**
 * Settings without a declared key that this version does not have, and that change what happens to records: topics
 * created with settings of their own, and plugins of a certain version.
 */
export function unsupportedIssues(
  kind: 'source' | 'sink',
  config: SubmittedConfig,
  worker: Readonly<Record<string, string>>,
): ConfigIssue[] {
  const createsTopics =
    kind === 'source' && worker['topic.creation.enable']?.trim().toLowerCase() !== 'false';
  return Object.entries(config).flatMap(([key, value]) => {
    if (createsTopics && key.startsWith('topic.creation.') && key !== 'topic.creation.groups') {
      return [{ key, message: refusal(key, 'Creating topics with settings of their own is') }];
    }
    const wantsVersion = versionKeys.has(key) && value !== null && value.trim() !== 'latest';
    return wantsVersion ? [{ key, message: refusal(key, 'Choosing the version of a plugin is') }] : [];
  });
}

function refusal(key: string, what: string): string {
  return `${what} not supported by this version; remove ${key}`;
}
