import { expression } from './fields/expression.ts';
import { matchesExpression } from './predicates/matches-expression.ts';
import { expressionRouter } from './router/expression-router.ts';

export const plugins = [...expression, expressionRouter, matchesExpression] as const;
