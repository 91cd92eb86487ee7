/** A JSON value as it was written: numbers keep their text, and everything knows where it began. */
export type JsonNode =
  | { readonly kind: 'null'; readonly offset: number }
  | { readonly kind: 'boolean'; readonly offset: number; readonly value: boolean }
  | { readonly kind: 'number'; readonly offset: number; readonly literal: string }
  | { readonly kind: 'string'; readonly offset: number; readonly value: string }
  | { readonly kind: 'array'; readonly offset: number; readonly items: readonly JsonNode[] }
  | { readonly kind: 'object'; readonly offset: number; readonly members: readonly JsonMember[] };

/** One `"name": value`; an object keeps all of them, also those with the same name. */
export interface JsonMember {
  readonly name: string;
  readonly offset: number;
  readonly value: JsonNode;
}
