// What a LimitRange gives containers that ask for nothing, and the annotation that says so.
// Upstream: mergePodResourceRequirements in plugin/pkg/admission/limitranger/admission.go.
import type { Container, LimitRange, Pod } from '../../../generated/api/core.v1.ts'
import { sortedMap, withEntry } from '../../../model/sorted-map.ts'

type Amounts = Readonly<Record<string, string>>

const ANNOTATION = 'kubernetes.io/limit-ranger'

/** Fills in what the pod's containers leave out; init containers too, not ephemeral ones. */
export function setDefaults(range: LimitRange, pod: Pod): void {
  let limits: Amounts | undefined
  let requests: Amounts | undefined
  for (const item of range.spec.limits ?? []) {
    if (item.type !== 'Container') continue
    limits = { ...limits, ...item.default }
    requests = { ...requests, ...item.defaultRequest }
  }
  if (limits === undefined || requests === undefined) return
  const done: string[] = []
  for (const container of pod.spec.containers ?? []) merge(container, requests, limits, 'container', done)
  for (const container of pod.spec.initContainers ?? []) merge(container, requests, limits, 'init container', done)
  if (done.length === 0) return
  const text = `LimitRanger plugin set: ${done.join('; ')}`
  pod.metadata.annotations = withEntry(pod.metadata.annotations, ANNOTATION, text)
}

function merge(container: Container, requests: Amounts, limits: Amounts, what: string, done: string[]): void {
  const { resources } = container
  const missingRequests = missing(resources.requests, requests)
  const missingLimits = missing(resources.limits, limits)
  if (missingRequests.length) {
    resources.requests = filled(resources.requests, requests, missingRequests)
    done.push(`${missingRequests.join(', ')} request for ${what} ${container.name}`)
  }
  if (missingLimits.length) {
    resources.limits = filled(resources.limits, limits, missingLimits)
    done.push(`${missingLimits.join(', ')} limit for ${what} ${container.name}`)
  }
}

const missing = (own: Amounts | undefined, defaults: Amounts): readonly string[] =>
  Object.keys(defaults)
    .filter((name) => own?.[name] === undefined)
    .sort()

function filled(own: Amounts | undefined, defaults: Amounts, names: readonly string[]): Record<string, string> {
  const all: Record<string, string> = { ...own }
  for (const name of names) all[name] = defaults[name]!
  return sortedMap(all)
}
