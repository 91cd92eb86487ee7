import { HiddenTexts } from '../config/secrets/hidden-texts.ts';

/** What must not be seen in the log lines of connectors, by the connector. */
export class LogSecrets {
  readonly #texts = new Map<string, HiddenTexts>();

  /** What a connector had before may still be on its way into a line: it is added to. */
  add(connector: string, texts: HiddenTexts): void {
    if (texts.isEmpty) return;
    this.#texts.set(connector, this.of(connector).with(texts));
  }

  of(connector: string): HiddenTexts {
    return this.#texts.get(connector) ?? HiddenTexts.none;
  }
}
