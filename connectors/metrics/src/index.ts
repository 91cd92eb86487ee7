import { hostMetricsSource, prometheusSource, remoteWriteSink } from './plugin.ts';

export const plugins = [hostMetricsSource, prometheusSource, remoteWriteSink] as const;
