import { jsonFileConfigProvider } from './json-file-config-provider.ts';
import { pairsConverter } from './pairs-converter.ts';
import { stamp } from './stamp.ts';
import { tickSource } from './tick-source.ts';

/** What package.json lists. */
export const plugins = [tickSource, pairsConverter, stamp, jsonFileConfigProvider];
