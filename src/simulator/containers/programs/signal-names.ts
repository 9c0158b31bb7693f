// Signals by number and name.

/** Numbers of signals, by name. */
export const signals: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGUSR2: 12,
  SIGTERM: 15,
}

/** The name of `9`, `KILL`, `SIGKILL`; `0` stays. */
export function numberOf(text: string): string {
  if (text === '0') return '0'
  for (const [name, number] of Object.entries(signals)) if (String(number) === text) return name
  return text.startsWith('SIG') ? text : `SIG${text}`
}
