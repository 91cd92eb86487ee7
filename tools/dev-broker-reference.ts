import { leftOut, supportedApis, type SupportedApi } from '@sluice/dev-broker';
import { findApi } from '@sluice/kafka-protocol';

/** `docs/dev-broker-apis.md`: what the dev broker can be asked, and what is left out. */
export function renderDevBrokerReference(): string {
  const rows = supportedApis.map(
    (api) =>
      `| ${api.name} | ${api.key} | ${api.minVersion} to ${api.maxVersion} | ${kafkaVersions(api)} | ${api.notes} |`,
  );
  const missing = leftOut.map(({ what, why }) => `| ${what.join(', ')} | ${why} |`);
  return [
    '<!-- Written by npm run generate. -->',
    '',
    '# What the dev broker speaks',
    '',
    `${supportedApis.length} APIs, each in a file of its own in \`packages/dev-broker/src/apis\`. ` +
      'The versions of Kafka are those of Apache Kafka 4.3.',
    '',
    '| API | key | versions | versions of Kafka | notes |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    '## What is left out',
    '',
    '| what | why |',
    '| --- | --- |',
    ...missing,
    '',
  ].join('\n');
}

function kafkaVersions({ key }: SupportedApi): string {
  const api = findApi(key);
  return api === undefined ? '' : `${api.minVersion} to ${api.maxVersion}`;
}
