import type { SourcePartition } from '@sluice/connect-api';
import { formatTableId, type TableId } from '@sluice/connector-shared-sql';

/** What a query is known by. */
export const queryPartition: SourcePartition = Object.freeze({ query: 'query' });

/** What a table is known by, in the order in which Java writes it: the order is part of the stored key. */
export function tablePartition(table: TableId): SourcePartition {
  return Object.freeze({ protocol: '1', table: formatTableId(table) });
}

/** The partitions that offsets of a table may be found under, the newest form first. */
export function knownPartitions(table: TableId): readonly SourcePartition[] {
  return [tablePartition(table), Object.freeze({ table: table.table })];
}
