import type { TransactionOptions } from './database.ts';

/** The statements that begin a transaction. */
export function beginStatement(
  kind: 'postgresql' | 'mysql' | 'sqlite',
  { isolation = 'DEFAULT', readOnly = false }: TransactionOptions,
): readonly string[] {
  const level = isolation.replaceAll('_', ' ');
  switch (kind) {
    case 'postgresql': {
      const modes = [
        isolation === 'DEFAULT' ? '' : ` ISOLATION LEVEL ${level}`,
        readOnly ? ' READ ONLY' : '',
      ];
      return [`BEGIN${modes.join('')}`];
    }
    case 'mysql':
      return [
        ...(isolation === 'DEFAULT' ? [] : [`SET TRANSACTION ISOLATION LEVEL ${level}`]),
        readOnly ? 'START TRANSACTION READ ONLY' : 'START TRANSACTION',
      ];
    case 'sqlite':
      // A transaction that begins to write at once cannot be refused in its middle because somebody else writes.
      return [readOnly ? 'BEGIN' : 'BEGIN IMMEDIATE'];
  }
}
