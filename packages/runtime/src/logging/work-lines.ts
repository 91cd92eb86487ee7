import type { HiddenTexts } from '../config/secrets/hidden-texts.ts';
import type { LogSecrets } from './log-secrets.ts';

/** A line of the log that is about a connector or a task. */
export interface WorkLine {
  readonly connector: string;
  /** `null` when it is about the connector itself. */
  readonly task: number | null;
  /** One JSON object, without the line break. */
  readonly text: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** Lines about connectors and tasks have a stage, and this one when they come from the worker around them. */
const ownStage = 'WORKER';

/**
 * Looks at a line on its way into the log. Lines of connectors and tasks come without the secrets of the connector, with a
 * stage, and with each field once: a line that names its own stage means that one.
 * @returns `null` for lines that are about neither.
 */
export function readWorkLine(line: string, secrets: LogSecrets): WorkLine | null {
  if (!line.includes('"connector":')) return null;
  const fields = JSON.parse(line) as Fields;
  const { connector, task } = fields;
  if (typeof connector !== 'string') return null;
  const staged = 'stage' in fields ? fields : { ...fields, stage: ownStage };
  const shown = withoutSecrets(staged, secrets.of(connector));
  return { connector, task: typeof task === 'number' ? task : null, text: JSON.stringify(shown) };
}

function withoutSecrets(value: unknown, texts: HiddenTexts): unknown {
  if (texts.isEmpty) return value;
  if (typeof value === 'string') return texts.hide(value);
  if (typeof value === 'number') {
    const hidden = texts.hide(String(value));
    return hidden === String(value) ? value : hidden;
  }
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, texts));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      texts.hide(name),
      shownAsIs.has(name) ? field : withoutSecrets(field, texts),
    ]),
  );
}

/** What the worker itself says in a line; a secret that is also the name of a level hides no levels. */
const shownAsIs: ReadonlySet<string> = new Set(['level', 'time', 'logger', 'stage', 'connector', 'task']);
