import {
  encodeTransactionMarker,
  errorCodes,
  type ErrorName,
  writeTxnMarkersApi,
  type RequestOf,
} from '@sluice/kafka-protocol';
import type { Broker } from '../../broker.ts';
import { handleApi } from '../../requests/api-handler.ts';
import { appendMarker } from '../../transactions/append-marker.ts';

type MarkerRequest = RequestOf<typeof writeTxnMarkersApi>['markers'][number];

export const writeTxnMarkers = handleApi(writeTxnMarkersApi, {
  versions: [1, 2],
  notes: 'For administrators who end transactions that hang; the broker itself does not ask itself.',
  async handle({ markers }, { broker }) {
    return {
      markers: await Promise.all(
        markers.map(async (marker) => ({
          producerId: marker.producerId,
          topics: await Promise.all(marker.topics.map((topic) => writeMarkers(broker, marker, topic))),
        })),
      ),
    };
  },
});

async function writeMarkers(
  broker: Broker,
  marker: MarkerRequest,
  { name, partitionIndexes }: MarkerRequest['topics'][number],
): Promise<{ name: string; partitions: { partitionIndex: number; errorCode: number }[] }> {
  const { producerId, producerEpoch, transactionResult, coordinatorEpoch } = marker;
  const bytes = (): Buffer =>
    encodeTransactionMarker({
      producerId,
      producerEpoch,
      outcome: transactionResult ? 'commit' : 'abort',
      coordinatorEpoch,
      timestamp: broker.now(),
    });
  const partitions = await Promise.all(
    partitionIndexes.map(async (partition) => {
      const written = await appendMarker(broker.topics, { topic: name, partition }, bytes());
      const error: ErrorName = written ?? 'UNKNOWN_TOPIC_OR_PARTITION';
      return { partitionIndex: partition, errorCode: errorCodes[error] };
    }),
  );
  return { name, partitions };
}
