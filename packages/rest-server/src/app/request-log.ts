/** Where the server writes: constant text, variable parts as fields. A pino logger is one. */
export interface RequestLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}
