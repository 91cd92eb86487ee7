import { describeSinkConnector } from '@sluice/test-kit';
import { sharedSearchUrl, type SearchKind } from '@sluice/testing-services';
import { describe, inject, it } from 'vitest';
import { elasticsearchSink, openSearchSink } from '../src/plugin.ts';
import { Link } from './link.ts';
import { SearchIndex } from './search-index.ts';

const readme = new URL('../README.md', import.meta.url);
const runner = { describe, it };
const value = (n: number): string => JSON.stringify({ n });
const badValues = ['{"n":"not a number"}', '"not an object"'];

async function openTarget(kind: SearchKind, keys: (index: string) => Record<string, string>) {
  const index = new SearchIndex(await sharedSearchUrl(inject('search'), kind));
  await index.create({ n: { type: 'long' } });
  const link = await Link.open(index.url);
  return {
    link,
    config: {
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'value.converter.schemas.enable': 'false',
      'connection.url': link.url,
      'key.ignore': 'true',
      'flush.synchronously': 'true',
      'read.timeout.ms': '30000',
      'behavior.on.malformed.documents': 'report',
      ...keys(index.name),
    },
    delivered: async () =>
      [...(await index.documents()).values()].map((document) => JSON.stringify(document)),
    close: async () => {
      await link.close();
      await index.remove();
    },
  };
}

type Target = Awaited<ReturnType<typeof openTarget>>;

const block = ({ link }: Target) => {
  link.block();
  return () => link.unblock();
};

describeSinkConnector<Target>(elasticsearchSink, {
  readme,
  runner,
  value,
  // The machine may be busy with other things.
  patienceMs: 60_000,
  badValues,
  block,
  open: () =>
    openTarget('elasticsearch', (index) => ({
      'external.resource.usage': 'index',
      'topic.to.external.resource.mapping': `tested-topic:${index}`,
    })),
});

describeSinkConnector<Target>(openSearchSink, {
  readme,
  runner,
  value,
  // The machine may be busy with other things.
  patienceMs: 60_000,
  badValues,
  block,
  open: () =>
    openTarget('opensearch', (index) => ({
      'existing.resource.type': 'index',
      'topic.to.existing.resource.mapping': `tested-topic:${index}`,
    })),
});
