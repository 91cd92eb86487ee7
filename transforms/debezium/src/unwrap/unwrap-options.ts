import type { DeleteMode } from './delete-mode.ts';
import type { DropOptions } from './field-drop.ts';
import type { FieldReference } from './field-reference.ts';

/** How change events are unwrapped. */
export interface UnwrapOptions {
  readonly mode: DeleteMode;
  /** The field of the row that names the topic; `null` leaves the topic. */
  readonly routeByField: string | null;
  readonly addedFields: readonly FieldReference[];
  readonly addedHeaders: readonly FieldReference[];
  readonly drops: DropOptions;
  /** Whether fields of rewritten rows that are not set get their default. */
  readonly appliesDefaults: boolean;
}
