import { ProtocolError, type WireReader, type WireWriter } from '@sluice/kafka-client';
import type { TaskId } from '../../states.ts';
import { inJavaHashOrder } from './java-hash-order.ts';
import { noWork, type Work } from './work.ts';

/** Stands among the task numbers for the connector itself. */
const connectorNumber = -1;

/**
 * An array with an entry for each connector: its name, and an array of task numbers, in which -1 is the connector
 * itself. A Java member does not survive a null array, so nothing at all is an array of no entries.
 */
export function writeWork(writer: WireWriter, work: Work, order: 'hashed' | 'listed'): void {
  const numbers = new Map<string, number[]>();
  const connectors = order === 'hashed' ? inJavaHashOrder(work.connectors) : work.connectors;
  for (const name of connectors) numbers.set(name, [connectorNumber]);
  for (const { connector, task } of work.tasks) {
    const known = numbers.get(connector);
    if (known === undefined) numbers.set(connector, [task]);
    else known.push(task);
  }
  writer.arrayLength(numbers.size);
  for (const [name, list] of numbers) {
    writer.string(name);
    writer.arrayLength(list.length);
    for (const number of list) writer.int32(number);
  }
}

/** Also takes a null array, or none where the bytes end, as old and foreign leaders write it. */
export function readWork(reader: WireReader): Work {
  if (reader.remaining === 0) return noWork;
  const connectors: string[] = [];
  const tasks: TaskId[] = [];
  const entries = reader.arrayLength();
  for (let entry = 0; entry < entries; entry += 1) {
    const connector = reader.string();
    for (const number of readNumbers(reader)) {
      if (number === connectorNumber) connectors.push(connector);
      else tasks.push({ connector, task: number });
    }
  }
  return { connectors, tasks };
}

function readNumbers(reader: WireReader): number[] {
  const { position } = reader;
  const count = reader.arrayLength();
  if (count < 0) throw new ProtocolError('null instead of the tasks of a connector', { position });
  return Array.from({ length: count }, () => reader.int32());
}
