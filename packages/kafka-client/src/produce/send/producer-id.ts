/** By what brokers recognise an idempotent producer. */
export interface ProducerId {
  readonly producerId: bigint;
  readonly producerEpoch: number;
}

/** Where the numbering of batches gets the id from. */
export interface Identity {
  /** Whether its batches belong to transactions. */
  readonly isTransactional: boolean;
  /** `null` while there is none. */
  get(): ProducerId | null;
  /** Batches numbered under this id left a gap: what is numbered anew needs another epoch (KIP-360). */
  outdate(id: ProducerId): void;
}
