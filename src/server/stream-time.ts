// How long a watch lasts. Upstream: apiserver/pkg/endpoints/handlers/get.go (timeoutSeconds, --min-request-timeout).

/** Streams that name no timeout end after this long; real servers choose between 30 and 60 minutes. */
const STREAM_MS = 45 * 60_000
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** `timeoutSeconds` of a watch, in milliseconds. */
export function streamTime(url: string): number {
  const seconds = Number(new URLSearchParams(url.slice(url.indexOf('?') + 1)).get('timeoutSeconds') ?? 0)
  return seconds > 0 ? Math.min(seconds * 1000, LONGEST_TIMER_MS) : STREAM_MS
}
