import { fileSink, fileSource } from './plugin.ts';

export const plugins = [fileSink, fileSource] as const;
