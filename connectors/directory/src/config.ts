import { defineConfig, nonEmptyString, string } from '@sluice/connect-api';
import { storageKeys } from '@sluice/connector-storage';

export const directorySinkConfig = {
  ...defineConfig({
    directory: string({
      doc: 'The folder below which all files go; it is created when it is not there.',
      importance: 'high',
      validator: nonEmptyString(),
    }),
  }),
  ...storageKeys,
};
