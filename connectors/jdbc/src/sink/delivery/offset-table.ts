import type { PartitionOffset, TopicPartition } from '@sluice/connect-api';
import {
  faultOf,
  inTransaction,
  quoteTable,
  type Database,
  type SqlRow,
  type TableId,
} from '@sluice/connector-shared-sql';
import type { SinkDialect } from '../dialect/sink-dialect.ts';

/** Stands for a partition of which nothing has been written yet. */
const nothingYet = -1;

export interface OffsetTableParts {
  readonly dialect: SinkDialect;
  /** As it is configured. */
  readonly name: string;
  readonly tableId: (database: Database, name: string) => TableId;
  /** The connector whose offsets these are. */
  readonly connector: string;
}

/**
 * The table, in the database that is written to, that tells up to where each partition has been written. A row is changed
 * only from the offset that its task knows: of two tasks that take a partition for theirs, one writes.
 */
export class OffsetTable {
  readonly #parts: OffsetTableParts;

  constructor(parts: OffsetTableParts) {
    this.#parts = parts;
  }

  /** Creates the table if need be. @throws DatabaseError */
  async create(database: Database): Promise<void> {
    const { dialect } = this.#parts;
    const text = dialect.kind === 'postgresql' || dialect.kind === 'sqlite' ? 'TEXT' : 'VARCHAR(255)';
    const binary =
      dialect.kind === 'postgresql' || dialect.kind === 'sqlite'
        ? ''
        : ' CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';
    try {
      await database.query(
        `CREATE TABLE IF NOT EXISTS ${this.#quoted(database)} (connector ${text}${binary} NOT NULL, topic ${text}${binary} NOT NULL,
          kafka_partition INT NOT NULL, next_offset BIGINT NOT NULL, PRIMARY KEY (connector, topic, kafka_partition))`,
      );
    } catch (error) {
      // Tasks that start together create it together; and who may not create tables may find one.
      if (faultOf(error) === 'connection' || (await this.#isMissing(database))) throw error;
    }
  }

  /**
   * Up to where partitions have been written, having waited for whoever still writes them. Partitions that are new get a
   * row. @throws DatabaseError
   */
  async open(database: Database, partitions: readonly TopicPartition[]): Promise<readonly PartitionOffset[]> {
    return inTransaction(database, async () => {
      const stored: PartitionOffset[] = [];
      for (const { topic, partition } of partitions) {
        const known = await this.#read(database, { topic, partition });
        if (known === null) await this.#insert(database, { topic, partition, offset: nothingYet });
        else if (known !== nothingYet) stored.push({ topic, partition, offset: known });
      }
      return stored;
    });
  }

  /**
   * Moves partitions on, in the transaction of what is written.
   * @returns whether all were where they were thought to be; if not, the transaction must be rolled back.
   * @throws DatabaseError
   */
  async advance(database: Database, moves: readonly OffsetMove[]): Promise<boolean> {
    const sql = `UPDATE ${this.#quoted(database)} SET next_offset = ${this.#place(database, 1)} WHERE ${this.#where(database, 2)} AND next_offset = ${this.#place(database, 5)}`;
    for (const { topic, partition, from, to } of moves) {
      const key = [this.#parts.connector, topic, partition];
      const changed = await database.execute(sql, [to, ...key, from ?? nothingYet]);
      if (changed !== 1) return false;
    }
    return true;
  }

  /** Sets offsets, or forgets them where they are `null`. @throws DatabaseError */
  async alter(
    database: Database,
    changes: readonly (TopicPartition & { readonly offset: number | null })[],
  ): Promise<void> {
    await inTransaction(database, async () => {
      for (const { topic, partition, offset } of changes) {
        const sql = `DELETE FROM ${this.#quoted(database)} WHERE ${this.#where(database, 1)}`;
        await database.execute(sql, [this.#parts.connector, topic, partition]);
        if (offset !== null) await this.#insert(database, { topic, partition, offset });
      }
    });
  }

  async #read(database: Database, { topic, partition }: TopicPartition): Promise<number | null> {
    const { dialect, connector } = this.#parts;
    const { rows } = await database.query(
      `SELECT next_offset FROM ${this.#quoted(database)} WHERE ${this.#where(database, 1)}${dialect.lockRows}`,
      [connector, topic, partition],
    );
    const [row] = rows as readonly (SqlRow | undefined)[];
    return row === undefined ? null : Number(row[0]);
  }

  async #insert(database: Database, { topic, partition, offset }: PartitionOffset): Promise<void> {
    const places = [1, 2, 3, 4].map((position) => this.#place(database, position));
    const sql = `INSERT INTO ${this.#quoted(database)} (connector, topic, kafka_partition, next_offset) VALUES (${places.join(', ')})`;
    await database.execute(sql, [this.#parts.connector, topic, partition, offset]);
  }

  async #isMissing(database: Database): Promise<boolean> {
    return (await database.dialect.describeTable(database, this.#id(database))) === null;
  }

  #where(database: Database, first: number): string {
    const names = ['connector', 'topic', 'kafka_partition'];
    return names.map((name, index) => `${name} = ${this.#place(database, first + index)}`).join(' AND ');
  }

  #place(database: Database, position: number): string {
    return database.dialect.placeholder(position);
  }

  #quoted(database: Database): string {
    return quoteTable(database.dialect, this.#id(database));
  }

  #id(database: Database): TableId {
    return this.#parts.tableId(database, this.#parts.name);
  }
}

/** A partition that has been written from one offset to another. */
export interface OffsetMove extends TopicPartition {
  /** `null` when nothing has been written of it before. */
  readonly from: number | null;
  /** The next offset to be written. */
  readonly to: number;
}
