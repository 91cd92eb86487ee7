import { readFile } from 'node:fs/promises';
import { ConfigError, defineConfig, defineConfigProvider, string } from '@sluice/connect-api';
import { version } from './version.ts';

/** What configurations refer to as `${alias:/path/to/file.json:key}`. */
export const jsonFileConfigProvider = defineConfigProvider({
  className: 'com.acme.JsonFileConfigProvider',
  version,
  summary: 'Values of JSON files.',
  config: defineConfig({
    encoding: string({ doc: 'Encoding of the files.', importance: 'low', default: 'utf8' }),
  }),
  createProvider: ({ encoding }) => ({
    async get(path, keys) {
      const values = await readValues(path, encoding as BufferEncoding);
      return { values: new Map(values.filter(([key]) => keys.has(key))) };
    },
  }),
});

/** The message names the file, and nothing of what is in it. */
async function readValues(path: string, encoding: BufferEncoding): Promise<[key: string, value: string][]> {
  try {
    const entries = Object.entries(JSON.parse(await readFile(path, encoding)) as Record<string, unknown>);
    return entries.map(([key, value]) => [key, String(value)]);
  } catch {
    throw new ConfigError(`The file ${path} cannot be read, or is no JSON object`);
  }
}
