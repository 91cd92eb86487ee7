import type { Environment } from './environment.ts';
import type { Type } from './type.ts';

/** The names that can be used in a part of an expression: those of the environment and of loops around it. */
export interface Scope {
  readonly environment: Environment<never>;
  /** The types of the names that loops and `cel.bind` introduce, the innermost last. */
  readonly locals: readonly Local[];
}

export interface Local {
  readonly name: string;
  readonly type: Type;
}

/** The scope inside something that introduces a name. */
export function within(scope: Scope, name: string, type: Type): Scope {
  return { ...scope, locals: [...scope.locals, { name, type }] };
}

/** The position of the innermost local of that name; -1 when there is none. */
export function localIndexOf({ locals }: Scope, name: string): number {
  return locals.findLastIndex((local) => local.name === name);
}
