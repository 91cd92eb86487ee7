import { logSource } from './plugin.ts';

export const plugins = [logSource] as const;
