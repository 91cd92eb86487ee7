import { hostMetricsSource, prometheusSource } from './plugin.ts';

export const plugins = [hostMetricsSource, prometheusSource] as const;
