import { directorySink } from './plugin.ts';

export const plugins = [directorySink] as const;
