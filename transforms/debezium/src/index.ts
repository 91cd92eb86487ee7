import { eventRouter } from './outbox/event-router.ts';
import { extractNewRecordState } from './unwrap/extract-new-record-state.ts';

export const plugins = [extractNewRecordState, eventRouter] as const;
