import { defineConfig, int, nonEmptyString, string, type ConfigOf } from '@sluice/connect-api';

export const fileSourceConfig = defineConfig({
  file: string({
    doc: 'The file to read and to follow as it grows; standard input when it is not given.',
    importance: 'high',
    default: null,
  }),
  topic: string({
    doc: 'The topic that the lines go to.',
    importance: 'high',
    validator: nonEmptyString(),
  }),
  'batch.size': int({
    doc: 'At most so many lines are handed over at a time.',
    importance: 'low',
    default: 2000,
  }),
});

export type FileSourceConfig = ConfigOf<typeof fileSourceConfig>;

export const fileSinkConfig = defineConfig({
  file: string({
    doc: 'The file to append to, created when it is not there; standard output when it is not given.',
    importance: 'high',
    default: null,
  }),
});

export type FileSinkConfig = ConfigOf<typeof fileSinkConfig>;
