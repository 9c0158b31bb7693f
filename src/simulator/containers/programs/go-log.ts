// Log lines of programs written in Go: those of its package log, and those of Kubernetes' klog, into which its own programs lead the
// former. Upstream: log.Ldate|log.Ltime; k8s.io/klog, KlogWriter in staging/src/k8s.io/component-base/logs/logs.go.
import { formatTime } from '../../../model/time.ts'
import type { World } from '../contract.ts'

/** A line of package log: `2026/01/01 00:00:00 text`. */
export const goLogLine = ({ time }: World, text: string): string =>
  `${formatTime(time.now()).slice(0, 19).replaceAll('-', '/').replace('T', ' ')} ${text}\n`

/**
 * A line of klog that came by way of package log. The line of log.go it names is the one Go's releases have had since 1.21; images built
 * with older ones say 195. Microseconds are finer than cluster time.
 */
export function klogLine({ time }: World, text: string, line = 245): string {
  const now = time.now()
  const at = formatTime(now)
  const day = at.slice(5, 10).replace('-', '')
  const fraction = String(now % 1000).padStart(3, '0')
  return `I${day} ${at.slice(11, 19)}.${fraction}000       1 log.go:${line}] ${text}\n`
}

/** A moment as Go prints it: `2026-01-01 00:00:00.5 +0000 UTC`. */
export function goTime(now: number): string {
  const milliseconds = now % 1000
  const fraction = milliseconds === 0 ? '' : `.${String(milliseconds).padStart(3, '0').replace(/0+$/, '')}`
  return `${formatTime(now).replace('T', ' ').replace('Z', '')}${fraction} +0000 UTC`
}
