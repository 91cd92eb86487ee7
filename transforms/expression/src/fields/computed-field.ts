import type { RecordExpression } from '../record/record-expression.ts';
import type { DeclaredType } from '../record/write/declared-type.ts';

/** A field that is computed. */
export interface ComputedField {
  /** As the configuration names it. */
  readonly name: string;
  /** Never empty. */
  readonly path: readonly string[];
  readonly expression: RecordExpression;
  /** `null` when the expression says what type it has. */
  readonly declared: DeclaredType | null;
}
