import type { PathParam } from '../route/route.ts';

export const connectorName = { kind: 'text', doc: 'The name of the connector.' } as const satisfies PathParam;
export const taskNumber = {
  kind: 'integer',
  doc: 'The number of the task, from 0.',
} as const satisfies PathParam;
export const loggerName = {
  kind: 'text',
  doc: 'The name of the logger, `root` for the root.',
} as const satisfies PathParam;
export const pluginName = {
  kind: 'text',
  doc: 'The class name of the plugin, or an alias of it.',
} as const satisfies PathParam;
