import { integer, map, nullable, object, text, type BodyOf } from '../shape/shape.ts';

export const loggerLevel = object('LoggerLevel', { level: text, last_modified: nullable(integer) });
export type LoggerLevel = BodyOf<typeof loggerLevel>;

/** `level` counts; what stands beside it does not. */
export const setLoggerLevel = map(nullable(text));
