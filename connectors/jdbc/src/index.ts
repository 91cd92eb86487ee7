import { aivenSource, confluentSource } from './source/source-plugins.ts';

export const plugins = [confluentSource, aivenSource] as const;
