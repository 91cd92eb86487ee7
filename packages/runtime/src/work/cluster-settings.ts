/** What the workers of a cluster have in common, as far as it concerns tasks. */
export interface ClusterSettings {
  /** `group.id`. */
  readonly groupId: string;
  /** `exactly.once.source.support=enabled`. */
  readonly isExactlyOnce: boolean;
}
