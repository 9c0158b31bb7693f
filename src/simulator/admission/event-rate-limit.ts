// EventRateLimit: who writes too many events is held back, by server, namespace, user or source and object; each has a bucket of
// tokens. Upstream: plugin/pkg/admission/eventratelimit. Limit: buckets are never forgotten for want of room (cacheSize).
import type { Event } from '../../generated/api/core.v1.ts'
import { isJsonObject } from '../../model/json.ts'
import { FieldErrors } from '../api/status/field-errors.ts'
import { Path } from '../api/status/path.ts'
import { aggregate, StatusError } from '../api/status/status-error.ts'
import type { Lister } from '../api/types.ts'
import type { AdmissionAttributes, AdmissionPlugin } from './contract.ts'
import { joinProblems } from './lib/refuse.ts'

const NAME = 'EventRateLimit'
const LIMITS = Path.of('limits')

interface Limit {
  readonly type: string
  readonly qps: number
  readonly burst: number
  readonly cacheSize?: number
}

const keys: Readonly<Record<string, (attributes: AdmissionAttributes) => string>> = {
  Namespace: ({ namespace }) => namespace,
  Server: () => '',
  SourceAndObject({ object }) {
    const { source, involvedObject: about } = object as Event
    const parts = [source?.component, source?.host, about.kind, about.namespace, about.name, about.uid]
    return [...parts, about.apiVersion].map((part) => part ?? '').join('')
  },
  User: ({ user }) => user.name,
}

/** The EventRateLimit plugin. */
export const plugin: AdmissionPlugin = {
  name: NAME,
  judgeConfiguration(configuration) {
    const errors = new FieldErrors()
    const limits = limitsOf(configuration)
    if (limits.length === 0) errors.invalid(LIMITS, configuration === undefined ? undefined : [], 'must not be empty')
    for (const [i, { type, burst, qps, cacheSize = 0 }] of limits.entries()) {
      const path = LIMITS.index(i)
      if (keys[type] === undefined) errors.notSupported(path.child('type'), type ?? '', Object.keys(keys))
      if (!(burst > 0)) errors.invalid(path.child('burst'), burst ?? 0, 'must be positive')
      if (!(qps > 0)) errors.invalid(path.child('qps'), qps ?? 0, 'must be positive')
      if (type !== 'Server' && cacheSize < 0) errors.invalid(path.child('cacheSize'), cacheSize, 'must not be negative')
    }
    return errors.length === 0 ? undefined : aggregate(errors.list)
  },
  handles: ({ operation, resource, dryRun }) =>
    (operation === 'CREATE' || operation === 'UPDATE') && resource.kind === 'Event' && !dryRun,
  validate(attributes, { configuration, lister, now, once }) {
    const reached = limitsOf(configuration(NAME)).flatMap((limit) => {
      const key = keys[limit.type]!(attributes)
      const accepted = once(`EventRateLimit ${limit.type} ${key}`, () => bucketOf(lister, limit, key, now).take(now))
      return accepted ? [] : [`limit reached on type ${limit.type} for key ${key}`]
    })
    if (reached.length > 0) throw new StatusError(429, 'TooManyRequests', `Too many requests: ${joinProblems(reached)}`)
  },
}

const limitsOf = (configuration: unknown): readonly Limit[] =>
  ((isJsonObject(configuration) ? configuration['limits'] : undefined) ?? []) as unknown as readonly Limit[]

/** Tokens that come back at a rate, up to the burst. Upstream: golang.org/x/time/rate. */
class Bucket {
  readonly #limit: Limit
  #tokens: number
  #at: number

  constructor(limit: Limit, now: number) {
    this.#limit = limit
    this.#tokens = limit.burst
    this.#at = now
  }

  take(now: number): boolean {
    const { qps, burst } = this.#limit
    this.#tokens = Math.min(burst, this.#tokens + ((now - this.#at) / 1000) * qps)
    this.#at = now
    if (this.#tokens < 1) return false
    this.#tokens--
    return true
  }
}

const buckets = new WeakMap<Lister, Map<Limit, Map<string, Bucket>>>()

/** The bucket of a key in one cluster. */
function bucketOf(cluster: Lister, limit: Limit, key: string, now: number): Bucket {
  const ofCluster = buckets.get(cluster) ?? new Map<Limit, Map<string, Bucket>>()
  buckets.set(cluster, ofCluster)
  const ofLimit = ofCluster.get(limit) ?? new Map<string, Bucket>()
  ofCluster.set(limit, ofLimit)
  const bucket = ofLimit.get(key) ?? new Bucket(limit, now)
  ofLimit.set(key, bucket)
  return bucket
}
