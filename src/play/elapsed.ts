// How long things took on the machine, for people; nothing that is played may look at it. Node's own performance clock would
// load a dozen modules of its own at the start.
import process from 'node:process'

/** Milliseconds since some moment before the process started. */
export function elapsed(): number {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1000 + nanoseconds / 1e6
}
