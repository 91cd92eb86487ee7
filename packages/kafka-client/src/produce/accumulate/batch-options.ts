import type { RecordBatchOptions } from '@sluice/kafka-protocol';
import type { ProducerSettings } from '../../settings/producer-settings.ts';

/** How batches are made by the settings of a producer. */
export function batchOptions(settings: ProducerSettings): RecordBatchOptions {
  const compression = settings['compression.type'];
  return { maxBytes: settings['batch.size'], compression, compressionLevel: levelOf(settings, compression) };
}

function levelOf(
  settings: ProducerSettings,
  compression: RecordBatchOptions['compression'],
): number | undefined {
  if (compression === 'zstd') return settings['compression.zstd.level'];
  if (compression === 'lz4') return settings['compression.lz4.level'];
  const gzipLevel = settings['compression.gzip.level'];
  return compression === 'gzip' && gzipLevel >= 0 ? gzipLevel : undefined;
}
