import { defineConfig, nonEmptyString, string, type ConfigOf } from '@sluice/connect-api';

export const exampleSinkConfig = defineConfig({
  folder: string({
    doc: 'Folder that gets a file for each record. It has to be there.',
    importance: 'high',
    validator: nonEmptyString(),
  }),
});

export type ExampleSinkConfig = ConfigOf<typeof exampleSinkConfig>;
