import type { RestLogin } from '@sluice/testing-services';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One request, and the answer that is compared. */
export interface Step {
  /** What is tried; unique in its scenario, as differences refer to it. */
  readonly title: string;
  readonly method: string;
  /** As it is sent: nothing in it is encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes sent; `null` sends none. */
  readonly body: string | null;
  /** Asked again until the answer holds this: an object by its named fields, an array by position and length. */
  readonly until: Json | undefined;
}

/** Requests in order against one worker, which has no connector before and after. */
export interface Scenario {
  /** Also the name of its fixture. */
  readonly name: string;
  /** Default `standalone`. */
  readonly mode?: 'distributed';
  /** What the worker has to be configured with beside the usual. */
  readonly worker?: Readonly<Record<string, string>>;
  /** Who may ask, where the worker wants to know it; steps say themselves who asks. */
  readonly login?: RestLogin;
  /** Headers of answers that are compared beside the usual, in lower case. */
  readonly headers?: readonly string[];
  readonly steps: readonly Step[];
}

export interface StepOptions {
  /** Sent as JSON, with the media type of JSON. */
  readonly json?: Json;
  /** Sent as it is, with the media type of JSON unless `headers` say otherwise. */
  readonly text?: string;
  /** Stronger than what is sent otherwise; an empty value leaves the header out. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly until?: Json;
}

/**
 * `request` is a method and a path, such as `GET /connectors`. In texts, `<folder>` stands for a folder of the run,
 * `<topic>` for a topic of the run.
 */
export function step(title: string, request: string, options: StepOptions = {}): Step {
  const space = request.indexOf(' ');
  const body = options.json === undefined ? (options.text ?? null) : JSON.stringify(options.json);
  const given: Record<string, string> = {
    ...(body === null ? {} : { 'content-type': 'application/json' }),
    ...options.headers,
  };
  const headers = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  return {
    title,
    method: request.slice(0, space),
    path: request.slice(space + 1),
    headers,
    body,
    until: options.until,
  };
}
