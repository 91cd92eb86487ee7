export { backoffMs, type BackoffLimits } from './backoff.ts';
export { laneNumber } from './lane-number.ts';
export { pause } from './pause.ts';
export { reportRejected } from './report-rejected.ts';
export { isInShare, shareOf, SharedWork, type Share } from './shared-work.ts';
export { Wakeup } from './wakeup.ts';
