// Why a scheduler cannot be configured so.

/** A fault of a configuration; for the user's eyes, in kube-scheduler's words where it has some. */
export class SchedulerSettingError extends Error {}
