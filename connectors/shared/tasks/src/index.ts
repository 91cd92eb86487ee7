export { pause } from './pause.ts';
export { isInShare, shareOf, SharedWork, type Share } from './shared-work.ts';
export { Wakeup } from './wakeup.ts';
