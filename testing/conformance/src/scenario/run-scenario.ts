import { waitFor } from '@sluice/testing-services';
import { readAnswer } from './answer.ts';
import type { Answer, Placeholder } from './answer.ts';
import { send } from './http-request.ts';
import type { Json, Scenario, Step } from './scenario.ts';

/** The worker a scenario runs on. */
export interface Subject {
  readonly url: string;
  /** By which it lets in who tidies up. */
  readonly headers: Readonly<Record<string, string>>;
  /** Stand in requests by their names, and by their names in answers. */
  readonly placeholders: readonly Placeholder[];
}

export interface StepAnswer {
  readonly title: string;
  readonly request: string;
  readonly answer: Answer;
}

/** The answers to all steps. No connector is left. */
export async function runScenario(
  { steps, headers = [] }: Scenario,
  subject: Subject,
): Promise<StepAnswer[]> {
  const answers: StepAnswer[] = [];
  try {
    for (const step of steps) {
      const { title, method, path } = step;
      answers.push({
        title,
        request: `${method} ${path}`,
        answer: await runStep(step, { ...subject, shown: headers }),
      });
    }
  } finally {
    await deleteAllConnectors(subject);
  }
  return answers;
}

/** And the headers that are compared beside the usual. */
interface AskedSubject extends Subject {
  readonly shown: readonly string[];
}

async function runStep(step: Step, subject: AskedSubject): Promise<Answer> {
  let answer: Answer | undefined;
  try {
    return await waitFor(
      `the answer to ${step.method} ${step.path}`,
      async () => {
        answer = await ask(step, subject);
        return isWanted(answer, step) ? answer : undefined;
      },
      { timeoutMs: 30_000 },
    );
  } catch (error) {
    throw new Error(`${(error as Error).message}; the last one was ${JSON.stringify(answer)}`, {
      cause: error,
    });
  }
}

/** What a worker of a cluster answers while it waits for a rebalance says nothing of the request. */
const rebalancing =
  /^Request cannot be completed because a rebalance is expected$|^Cannot complete request momentarily due to stale configuration/;

function isWanted({ status, body }: Answer, { until }: Step): boolean {
  if (until !== undefined) return holds(body, until);
  const { message } = Object(body) as { readonly message?: unknown };
  return status < 400 || typeof message !== 'string' || !rebalancing.test(message);
}

async function ask(step: Step, { url, placeholders, shown }: AskedSubject): Promise<Answer> {
  const fill = (text: string): string =>
    placeholders.reduce((result, { value, name }) => result.replaceAll(name, value), text);
  const body = step.body === null ? null : fill(step.body);
  const answer = await send(url, { ...step, path: fill(step.path), body });
  return {
    ...readAnswer(answer, placeholders),
    ...(shown.length === 0 ? {} : { headers: shownHeaders(answer.headers, shown) }),
  };
}

/** With sorted methods: Java has them in the order of a hash that differs from run to run. */
function shownHeaders(
  received: Readonly<Record<string, string>>,
  names: readonly string[],
): Readonly<Record<string, string>> {
  const shown = names.flatMap((name) => {
    const value = received[name];
    if (value === undefined) return [];
    return [[name, name.endsWith('-methods') ? value.split(',').sort().join(',') : value] as const];
  });
  return Object.fromEntries(shown);
}

function holds(value: Json | undefined, wanted: Json): boolean {
  if (wanted === null || typeof wanted !== 'object') return value === wanted;
  if (value === null || typeof value !== 'object') return false;
  if (Array.isArray(wanted) && (!Array.isArray(value) || value.length !== wanted.length)) return false;
  const fields = value as Readonly<Record<string, Json>>;
  return Object.entries(wanted).every(([name, item]) => holds(fields[name], item as Json));
}

async function deleteAllConnectors({ url, headers }: Subject): Promise<void> {
  const names = (await (await fetch(`${url}/connectors`, { headers })).json()) as string[];
  for (const name of names) {
    await fetch(`${url}/connectors/${encodeURIComponent(name)}`, { method: 'DELETE', headers });
  }
}
