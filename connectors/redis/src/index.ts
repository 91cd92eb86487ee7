import { keysSource, redisSink, streamSource } from './plugin.ts';

export const plugins = [redisSink, streamSource, keysSource] as const;
