import { DataError, type Schema } from '@sluice/connect-api';

const syntax = /^[A-Za-z_][A-Za-z0-9_]*$/;
const defaultName = 'ConnectDefault';
const ownNamespace = 'io.confluent.connect.avro';

export interface AvroName {
  readonly name: string;
  readonly namespace: string | null;
}

/** Gives the records of a schema their names: those without one are numbered. */
export class AvroNames {
  #unnamed = 0;

  /** @throws DataError when Avro does not know such names. */
  of(schema: Schema): AvroName {
    if (schema.name === null) {
      this.#unnamed += 1;
      const name = this.#unnamed === 1 ? defaultName : `${defaultName}${this.#unnamed}`;
      return { name, namespace: ownNamespace };
    }
    const dot = schema.name.lastIndexOf('.');
    const namespace = dot < 0 ? null : schema.name.slice(0, dot);
    for (const part of schema.name.split('.')) checkName(part, `the schema '${schema.name}'`);
    return { name: schema.name.slice(dot + 1), namespace };
  }
}

/** @throws DataError when Avro does not know such names. */
export function checkName(name: string, owner: string): void {
  if (syntax.test(name)) return;
  throw new DataError(
    `Avro knows names of letters, digits and underscores only, and ${owner} is called '${name}': rename it with the transformation ReplaceField or SetSchemaMetadata`,
  );
}

export const mapEntryName: AvroName = { name: 'MapEntry', namespace: ownNamespace };
