/** Whether an error of a Kafka client says that the same may succeed later. */
export function isRetriableInKafka(error: unknown): boolean {
  return error instanceof Error && 'retriable' in error && error.retriable === true;
}
