import type { Schema, SinkRecord } from '@sluice/connect-api';
import { planOf } from './record-plan.ts';
import type { RowSettings } from './row-settings.ts';
import type { RecordPlan } from './row-shape.ts';

const maxPlans = 256;

interface KnownPlan {
  readonly topic: string;
  readonly keySchema: Schema | null;
  readonly valueSchema: Schema | null;
  readonly hasValue: boolean;
  readonly plan: RecordPlan;
}

/** Keeps the plans of the schemas that were seen last: records of one origin share their schema objects. */
export class RecordPlanner {
  readonly #settings: RowSettings;
  #known: KnownPlan[] = [];
  #last: KnownPlan | null = null;

  constructor(settings: RowSettings) {
    this.#settings = settings;
  }

  /** @throws DataError when records of these schemas are no rows. */
  planOf(record: SinkRecord): RecordPlan {
    // The schemas of headers are not among what plans are told apart by.
    if (this.#settings.keyMode === 'record_header') return planOf(this.#settings, record);
    if (this.#last !== null && fits(this.#last, record)) return this.#last.plan;
    const known = this.#known.find((candidate) => fits(candidate, record)) ?? this.#add(record);
    this.#last = known;
    return known.plan;
  }

  #add(record: SinkRecord): KnownPlan {
    const { topic, keySchema, valueSchema } = record;
    const plan = planOf(this.#settings, record);
    const known = { topic, keySchema, valueSchema, hasValue: record.value !== null, plan };
    if (this.#known.length >= maxPlans) this.#known = this.#known.slice(maxPlans / 2);
    this.#known.push(known);
    return known;
  }
}

function fits({ topic, keySchema, valueSchema, hasValue }: KnownPlan, record: SinkRecord): boolean {
  return (
    valueSchema === record.valueSchema &&
    keySchema === record.keySchema &&
    hasValue === (record.value !== null) &&
    topic === record.topic
  );
}
