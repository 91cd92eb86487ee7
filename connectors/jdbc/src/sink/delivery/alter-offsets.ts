import type { SinkOffsetChange } from '@sluice/connect-api';
import type { SinkSettings } from '../config/sink-settings.ts';
import { assembleSink } from './assemble-sink.ts';

/** Offsets that are kept in the database are altered there too. @throws DatabaseError */
export async function alterStoredOffsets(
  settings: SinkSettings,
  connector: string,
  changes: readonly SinkOffsetChange[],
): Promise<void> {
  const { session, offsets } = assembleSink(settings, { connector, signal: new AbortController().signal });
  if (offsets === null) return;
  try {
    const database = await session.connected();
    await offsets.create(database);
    await offsets.alter(database, changes);
  } finally {
    await session.close();
  }
}
