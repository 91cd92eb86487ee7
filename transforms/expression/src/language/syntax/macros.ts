import { ExpressionSyntaxError } from './expression-issue.ts';
import type { CallNode, LoopKind, Node } from './node.ts';

/** What is no call but looks like one: `has`, loops, `cel.bind` and `matches`; any other call stays one. */
export function expandCall(call: CallNode): Node {
  const { name, target, args } = call;
  if (target === null) return name === 'has' ? expandHas(call) : expandMatches(call, args[0], args[1]);
  if (name === 'bind' && target.kind === 'name' && target.name === 'cel') return expandBind(call);
  if (name === 'matches') return expandMatches(call, target, args[0]);
  return (loopArguments[name] ?? []).includes(args.length) ? expandLoop(call, target) : call;
}

/** Numbers of arguments with which a name means a loop. */
const loopArguments: Readonly<Record<string, readonly number[]>> = {
  all: [2],
  exists: [2],
  exists_one: [2],
  existsOne: [2],
  filter: [2],
  map: [2, 3],
};

function expandHas({ args, start }: CallNode): Node {
  const [field] = args;
  if (args.length === 1 && field?.kind === 'select') return { ...field, kind: 'has' };
  throw new ExpressionSyntaxError('has() takes a field: has(value.name)', start);
}

function expandLoop(call: CallNode, range: Node): Node {
  const { name, args, start } = call;
  const variable = variableOf(args[0], start);
  const loop = (name === 'existsOne' ? 'exists_one' : name) as LoopKind;
  const isMap = loop === 'map';
  const condition = isMap && args.length === 2 ? null : (args[1] as Node);
  return {
    kind: 'loop',
    loop,
    range,
    variable,
    condition,
    result: isMap ? (args.at(-1) as Node) : null,
    start,
  };
}

function expandBind({ args, start }: CallNode): Node {
  const [name, value, body] = args;
  if (value === undefined || body === undefined || args.length > 3) {
    throw new ExpressionSyntaxError('cel.bind() takes a name, a value and what to do with it', start);
  }
  return { kind: 'bind', variable: variableOf(name, start), value, body, start };
}

function variableOf(node: Node | undefined, start: number): string {
  if (node?.kind === 'name') return node.name;
  throw new ExpressionSyntaxError(
    'the first argument is the name that stands for an item',
    node?.start ?? start,
  );
}

/** The pattern is compiled once and for all: one that comes with the records could be anything. */
function expandMatches(call: CallNode, target: Node | undefined, pattern: Node | undefined): Node {
  if (call.name !== 'matches' || target === undefined || pattern === undefined) return call;
  if (pattern.kind === 'literal' && typeof pattern.value === 'string') {
    const { start } = call;
    return { kind: 'match', target, pattern: pattern.value, patternStart: pattern.start, start };
  }
  throw new ExpressionSyntaxError('matches() takes a pattern that is written out, as a text', pattern.start);
}
