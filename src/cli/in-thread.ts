// How the command line knows that it was started as a worker thread of `--parallel`. Asking Node would load its threads at every start.

/** The only argument of a thread. */
export const IN_THREAD = '--in-a-thread'
