// The warnings that a namespace gets when its pods would not be allowed under a new, stricter level.
// Upstream: EvaluatePodsInNamespace in staging/src/k8s.io/pod-security-admission/admission/admission.go (without its deadline).
import type { Pod } from '../../../generated/api/core.v1.ts'
import { controllerOf } from '../../../model/owner-references.ts'
import { reasonsText, violationsOf } from './evaluate.ts'
import { type LevelVersion, policyText } from './policy.ts'

const MAX_PODS = 3000

/** One warning per sort of violation, naming the first pod of it. */
export function existingPodWarnings(pods: readonly Pod[], namespace: string, enforce: LevelVersion): readonly string[] {
  const all = prioritised(pods)
  const checked = all.slice(0, MAX_PODS)
  const found = new Map<string, { name: string; count: number }>()
  for (const { metadata, spec } of checked) {
    const violations = violationsOf(enforce, metadata, spec)
    if (violations.length === 0) continue
    const { name = '' } = metadata
    const text = reasonsText(violations)
    const known = found.get(text)
    if (known === undefined) found.set(text, { name, count: 1 })
    else {
      known.count++
      if (name < known.name) known.name = name
    }
  }
  const warnings: string[] = []
  if (checked.length < all.length)
    warnings.push(
      `new PodSecurity enforce level only checked against the first ${checked.length} of ${all.length} existing pods`,
    )
  if (found.size === 0) return warnings
  const level = policyText(enforce)
  warnings.push(`existing pods in namespace "${namespace}" violate the new PodSecurity enforce level "${level}"`)
  const texts = [...found].map(([text, { name, count }]) => `${name}${others(count - 1)}: ${text}`)
  return [...warnings, ...texts.sort()]
}

const others = (count: number): string => (count === 0 ? '' : ` (and ${count} other ${count === 1 ? 'pod' : 'pods'})`)

/** One pod of each controller first. */
function prioritised(pods: readonly Pod[]): Pod[] {
  const seen = new Set<string>()
  const first: Pod[] = []
  const rest: Pod[] = []
  for (const pod of pods) {
    const uid = controllerOf(pod)?.uid
    if (uid !== undefined && seen.has(uid)) rest.push(pod)
    else {
      if (uid !== undefined) seen.add(uid)
      first.push(pod)
    }
  }
  return [...first, ...rest]
}
