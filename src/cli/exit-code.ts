// What the process says at its end; the numbers are documented and never change.

/** Exit codes: 70 is EX_SOFTWARE of sysexits(3), 130 what shells give an interrupted command. */
export const EXIT = { passed: 0, failed: 1, unreadable: 2, bug: 70, interrupted: 130 } as const

/** One of the exit codes. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
