import { hdfs3Sink, hdfsSink } from './plugin.ts';

export const plugins = [hdfsSink, hdfs3Sink] as const;
