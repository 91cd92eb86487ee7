/** An entry of a map: its value is a scalar, or a map too. */
export type LayoutEntry =
  | { readonly name: string; readonly leaf: number; readonly below?: undefined }
  | { readonly name: string; readonly below: readonly LayoutEntry[] };

/**
 * What all maps have in common that have the same names, in the same order, in the same maps inside them. One object
 * stands for all maps of one origin that are alike: what is worked out for it is worked out once.
 */
export interface MapLayout {
  readonly entries: readonly LayoutEntry[];
  /** How many scalars there are, maps inside it included. They are numbered in the order in which they stand. */
  readonly leafCount: number;
}
