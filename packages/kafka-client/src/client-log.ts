/** Where a client reports what nobody has to act on at once: constant text, variable parts as fields. */
export interface ClientLog {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

const ignore = (): void => undefined;

export const silentLog: ClientLog = { debug: ignore, info: ignore, warn: ignore };
