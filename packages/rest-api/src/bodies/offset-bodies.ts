import { json, list, map, nullable, object, optional, text, type BodyOf } from '../shape/shape.ts';

/**
 * Where a connector is in one partition: of a source, what it calls its partitions and offsets; of a sink
 * `kafka_topic` and `kafka_partition`, and `kafka_offset`.
 */
export const connectorOffset = object('ConnectorOffset', {
  partition: optional(nullable(map(json))),
  offset: optional(nullable(map(json))),
});
export type ConnectorOffset = BodyOf<typeof connectorOffset>;

export const connectorOffsets = object('ConnectorOffsets', {
  offsets: optional(nullable(list(connectorOffset))),
});
export type ConnectorOffsets = BodyOf<typeof connectorOffsets>;

/** What was done, in words. */
export const offsetsMessage = object('Message', { message: text });
export type OffsetsMessage = BodyOf<typeof offsetsMessage>;
