import { jsonConverter } from './plugin.ts';

export const plugins = [jsonConverter] as const;
