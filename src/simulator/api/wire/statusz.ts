// /statusz: since when the server runs, of which version it is, what else it can be asked; as text, or as an object of its own.
// Upstream: apiserver/pkg/server/statusz. Limit: the delimiter of the text, which is left to chance there, is always a colon.
import { formatTime } from '../../../model/time.ts'
import discovery from '../../data/discovery.json' with { type: 'json' }
import type { ApiServer } from '../server.ts'
import { StatusError } from '../status/status-error.ts'
import type { JsonObject } from '../types.ts'
import { parseAccept } from './accept.ts'
import type { EndpointRequest } from './discovery.ts'
import { objectResponse, refusalResponse, textResponse, type WireResponse } from './responses.ts'

const COMPONENT = 'apiserver'
const VERSIONS: ReadonlySet<string> = new Set(['v1alpha1', 'v1beta1'])
const DEPRECATED = '299 - "This version of the statusz endpoint is deprecated. Please use a newer version."'
const NOT_ACCEPTABLE = 'only the following media types are accepted: application/json, application/yaml, text/plain'
/** What is served to find one's way, and not to find out what is wrong. */
const WAYS: ReadonlySet<string> = new Set(['/apis', '/api', '/openid', '/openapi', '/.well-known'])
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The answer; undefined where the feature is off. */
export function statuszAnswer(
  server: ApiServer,
  { accept = '' }: EndpointRequest,
  listed: readonly string[],
): WireResponse | undefined {
  if (!server.parts.gates.enabled('ComponentStatusz')) return undefined
  const paths = [...new Set(listed.map((path) => `/${path.split('/')[1]}`))].filter(
    (path) => path !== '/' && !WAYS.has(path),
  )
  const text = (): WireResponse => textResponse(200, textOf(server, paths.sort()))
  if (accept.trim() === '') return text()
  for (const { type, parameters } of parseAccept(accept)) {
    const [as, group, version = ''] = ['as', 'g', 'v'].map((name) => parameters.get(name))
    if (as === undefined && (type === 'text/plain' || type === 'text/*' || type === '*/*')) return text()
    const format = /^(?:application\/\*|\*\/\*|application\/json)$/.test(type)
      ? 'json'
      : type === 'application/yaml'
        ? 'yaml'
        : undefined
    if (format === undefined || as !== 'Statusz' || group !== 'config.k8s.io' || !VERSIONS.has(version)) continue
    const headers = version === 'v1alpha1' ? { warning: [DEPRECATED] } : {}
    return objectResponse(200, objectOf(server, version, paths.sort()), { format, pretty: false }, headers)
  }
  return refusalResponse(new StatusError(406, 'NotAcceptable', NOT_ACCEPTABLE))
}

const upSeconds = ({ startedAt, parts }: ApiServer): number => Math.floor((parts.clock.now() - startedAt) / 1000)

function objectOf(server: ApiServer, version: string, paths: readonly string[]): JsonObject {
  const { goVersion, major, minor, emulationMajor, emulationMinor } = discovery.version
  return {
    kind: 'Statusz',
    apiVersion: `config.k8s.io/${version}`,
    metadata: { name: COMPONENT },
    startTime: formatTime(server.startedAt),
    uptimeSeconds: upSeconds(server),
    goVersion,
    binaryVersion: `${major}.${minor}`,
    emulationVersion: `${emulationMajor}.${emulationMinor}`,
    paths,
  }
}

function textOf(server: ApiServer, paths: readonly string[]): string {
  const { goVersion, major, minor, emulationMajor, emulationMinor } = discovery.version
  const up = upSeconds(server)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `
${COMPONENT} statusz
Warning: This endpoint is not meant to be machine parseable, has no formatting compatibility guarantees and is for debugging purposes only.

Started: ${unixDate(server.startedAt)}
Up: ${Math.floor(up / 3600)} hr ${two(Math.floor(up / 60) % 60)} min ${two(up % 60)} sec
Go version: ${goVersion}
Binary version: ${major}.${minor}
Emulation version: ${emulationMajor}.${emulationMinor}
Paths: ${paths.join(' ')}
`
}

/** As Go writes time.UnixDate, in UTC. */
function unixDate(at: number): string {
  const date = new Date(at)
  const [clock = ''] = date.toISOString().slice(11).split('.')
  const day = String(date.getUTCDate()).padStart(2)
  return `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${day} ${clock} UTC ${date.getUTCFullYear()}`
}
