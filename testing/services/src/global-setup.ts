import type { TestProject } from 'vitest/node';
import { SharedDatabases } from './databases/shared-databases.ts';
import { sharedKafka } from './kafka/shared-kafka.ts';
import type { KafkaKind, SharedKafka } from './kafka/shared-kafka.ts';
import { SharedSearch } from './search/shared-search.ts';
import { buildSluice } from './sluice/build.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The cluster that all test files of a run share: each uses topics and groups of its own. */
    readonly kafka: { readonly bootstrapServers: string; readonly kind: KafkaKind };
    /** Where {@link sharedDatabase} asks for servers. */
    readonly databases: { readonly url: string };
    /** Where {@link sharedSearchUrl} asks for search nodes: each test file uses indexes of its own. */
    readonly search: string;
  }
}

let kafka: SharedKafka | undefined;
let databases: SharedDatabases | undefined;
let search: SharedSearch | undefined;

export async function setup(project: TestProject): Promise<void> {
  await buildSluice();
  kafka = await sharedKafka();
  project.provide('kafka', { bootstrapServers: kafka.bootstrapServers, kind: 'apache' });
  databases = await SharedDatabases.listen();
  project.provide('databases', { url: databases.url });
  search = await SharedSearch.open();
  project.provide('search', search.address);
}

export async function teardown(): Promise<void> {
  await databases?.stop();
  await search?.stop();
  await kafka?.stop();
}
