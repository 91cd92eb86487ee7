/** The levels that Java's loggers have, and what each is here. */
const pinoLevels = {
  OFF: 'silent',
  FATAL: 'fatal',
  ERROR: 'error',
  WARN: 'warn',
  INFO: 'info',
  DEBUG: 'debug',
  TRACE: 'trace',
  ALL: 'trace',
} as const;

export type JavaLevel = keyof typeof pinoLevels;

/** In any letter case; `null` when there is no such level. */
export function parseJavaLevel(text: string): JavaLevel | null {
  const level = text.toUpperCase();
  return Object.hasOwn(pinoLevels, level) ? (level as JavaLevel) : null;
}

export function pinoLevelOf(level: JavaLevel): string {
  return pinoLevels[level];
}

export function javaLevelOf(pinoLevel: string): JavaLevel {
  const found = Object.entries(pinoLevels).find(([, level]) => level === pinoLevel);
  return (found?.[0] ?? 'INFO') as JavaLevel;
}
