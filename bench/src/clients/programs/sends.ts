import { producerProperties, type ClientJob } from '../client-kind.ts';

const batchHeaderBytes = 61;
const recordOverheadBytes = 10;

/**
 * For clients that make a batch of what one call sends: as many values as fit into `batch.size`, with as many calls
 * under way as there may be requests.
 */
export async function sendInBatches(
  { records, recordBytes }: ClientJob,
  payloads: readonly Buffer[],
  send: (values: readonly Buffer[]) => Promise<unknown>,
): Promise<void> {
  const room = Number(producerProperties['batch.size']) - batchHeaderBytes;
  const perBatch = Math.max(1, Math.floor(room / (recordBytes + recordOverheadBytes)));
  let begun = 0;
  const sendOneAfterTheOther = async (): Promise<void> => {
    while (begun < records) {
      const first = begun;
      begun += Math.min(perBatch, records - first);
      const values: Buffer[] = [];
      for (let index = first; index < begun; index += 1)
        values.push(payloads[index % payloads.length] as Buffer);
      await send(values);
    }
  };
  const lanes = Number(producerProperties['max.in.flight.requests.per.connection']);
  await Promise.all(Array.from({ length: lanes }, sendOneAfterTheOther));
}
