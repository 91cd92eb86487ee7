import { IdentityCache } from '../data/identity-cache.ts';
import type { Schema } from '../data/schema.ts';

/**
 * Keeps what was compiled for the schemas that were seen last: records of one origin share their schema objects. Bounded,
 * since a converter may make a schema object for every message.
 */
export class SchemaCache<T> extends IdentityCache<Schema, T> {}
