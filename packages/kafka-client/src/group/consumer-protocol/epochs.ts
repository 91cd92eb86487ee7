/** Epochs with a meaning of their own. */
export const joiningEpoch = 0;
export const leavingEpoch = -1;
/** A static member goes that will be back. */
export const restingEpoch = -2;
