import { defineConfig, int, nonEmptyString, string, type ConfigOf } from '@sluice/connect-api';

export const exampleSourceConfig = defineConfig({
  folder: string({
    doc: 'Folder whose files become records, in the order of their names.',
    importance: 'high',
    validator: nonEmptyString(),
  }),
  topic: string({
    doc: 'Topic that the records go to.',
    importance: 'high',
    validator: nonEmptyString(),
  }),
  'batch.size': int({
    doc: 'At most so many files are read at a time.',
    importance: 'low',
    default: 100,
  }),
});

export type ExampleSourceConfig = ConfigOf<typeof exampleSourceConfig>;
