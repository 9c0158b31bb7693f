// Which checks make up a level at a version, and what a pod violates of them. Baseline checks come first, each group by name.
// Upstream: staging/src/k8s.io/pod-security-admission/policy/registry.go.
import type { PodSpec } from '../../../generated/api/core.v1.ts'
import type { ObjectMeta } from '../../../generated/api/meta.v1.ts'
import type { Check, CheckPod, VersionedCheck, Violation } from './check.ts'
import { hostChecks } from './checks-host.ts'
import { privilegeChecks } from './checks-privileges.ts'
import { profileChecks } from './checks-profiles.ts'
import type { LevelVersion } from './policy.ts'

const byId = (a: Check, b: Check): number => (a.id < b.id ? -1 : 1)
const CHECKS: readonly Check[] = [...hostChecks, ...privilegeChecks, ...profileChecks].sort(byId)
const NEWEST = Math.max(...CHECKS.flatMap(({ versions }) => versions.map(({ minor }) => minor)))

const compiled = new Map<string, readonly CheckPod[]>()

/** The version of a check that counts at a minor version. */
const versionAt = ({ versions }: Check, minor: number): VersionedCheck | undefined =>
  versions.findLast((version) => version.minor <= minor)

function checksOf(level: string, minor: number): readonly CheckPod[] {
  const key = `${level}:${minor}`
  const known = compiled.get(key)
  if (known !== undefined) return known
  const at = (group: Check['level']): [string, VersionedCheck][] =>
    CHECKS.filter((check) => check.level === group).flatMap((check): [string, VersionedCheck][] => {
      const version = versionAt(check, minor)
      return version === undefined ? [] : [[check.id, version]]
    })
  const restricted = level === 'restricted' ? at('restricted') : []
  const overridden = new Set(restricted.flatMap(([, { overrides = [] }]) => overrides))
  const baseline = at('baseline').filter(([id]) => !overridden.has(id))
  const checks = [...baseline, ...restricted].map(([, { check }]) => check)
  compiled.set(key, checks)
  return checks
}

/** All violations of a level, in upstream's order. */
export function violationsOf(
  { level, minor }: LevelVersion,
  metadata: ObjectMeta,
  spec: PodSpec,
): readonly Violation[] {
  if (level === 'privileged') return []
  const checks = checksOf(level, Math.min(minor ?? NEWEST, NEWEST))
  return checks.map((check) => check(metadata, spec)).filter((violation) => violation !== undefined)
}

/** `reason (detail), reason (detail)`. */
export const detailsText = (violations: readonly Violation[]): string =>
  violations.map(({ reason, detail }) => (detail === '' ? reason : `${reason} (${detail})`)).join(', ')

/** `reason, reason`. */
export const reasonsText = (violations: readonly Violation[]): string =>
  violations.map(({ reason }) => reason).join(', ')
