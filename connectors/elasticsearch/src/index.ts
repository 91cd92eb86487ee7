import { elasticsearchSink, olderSink, openSearchSink } from './plugin.ts';

export const plugins = [elasticsearchSink, openSearchSink, olderSink] as const;
