// Endpoints in the cell of a table: the first three places. Upstream: formatEndpoints in pkg/printers/internalversion/printers.go.
import type { Endpoints } from '../../../../generated/api/core.v1.ts'

const SHOWN = 3

/** `10.0.0.1:80,10.0.0.2:80`, `<none>` without subsets. */
export function endpointsText({ subsets }: Endpoints): string {
  if (!subsets?.length) return '<none>'
  const places: string[] = []
  for (const { addresses = [], ports = [] } of subsets) {
    if (ports.length === 0) places.push(...addresses.map(({ ip }) => ip))
    for (const { port } of ports) places.push(...addresses.map(({ ip }) => hostPort(ip, port)))
  }
  const text = places.slice(0, SHOWN).join(',')
  return places.length > SHOWN ? `${text} + ${places.length - SHOWN} more...` : text
}

const hostPort = (host: string, port: number): string => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`)
