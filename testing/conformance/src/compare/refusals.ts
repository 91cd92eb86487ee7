import { anything, type Change, type Deliberate } from './deliberate.ts';

/** An error with another status, and the text that Sluice has for it. */
export const otherError = (java: number, sluice: number, message: string): Change[] => [
  { path: 'status', java, sluice },
  { path: 'body.error_code', java, sluice },
  { path: 'body.message', java: anything, sluice: message },
];

interface Refusals {
  readonly reason: string;
  readonly scenario: string;
  /** Sluice's message by the title of the step. */
  readonly messages: Readonly<Record<string, string>>;
}

export const refusals = (
  { reason, scenario, messages }: Refusals,
  changes: (message: string) => Change[],
): Deliberate[] =>
  Object.entries(messages).map(([title, message]) => ({
    reason,
    steps: [`${scenario}: ${title}`],
    changes: changes(message),
  }));

export const badRequest = (message: string): Change[] => otherError(500, 400, message);

export const malformedBody =
  'A body that cannot be understood is the mistake of the client, who is told which and where';
