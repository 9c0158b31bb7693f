// What a check of the Pod Security Standards is, and the words they share.
// Upstream: staging/src/k8s.io/pod-security-admission/policy/{checks,helpers,visitor}.go.
import type { Container, PodSpec } from '../../../generated/api/core.v1.ts'
import type { ObjectMeta } from '../../../generated/api/meta.v1.ts'

/** Why a pod breaks the standard: in a word, and in detail. */
export interface Violation {
  readonly reason: string
  readonly detail: string
}

/** Judges a pod by its metadata and spec. */
export type CheckPod = (metadata: ObjectMeta, spec: PodSpec) => Violation | undefined

/** One control of the standards as it was from a minor version on. */
export interface VersionedCheck {
  /** 1.`minor`. */
  readonly minor: number
  readonly check: CheckPod
  /** Baseline checks that this one makes needless. */
  readonly overrides?: readonly string[]
}

/** One control. */
export interface Check {
  readonly id: string
  readonly level: 'baseline' | 'restricted'
  /** Oldest first. */
  readonly versions: readonly VersionedCheck[]
}

/** Init containers, containers, ephemeral containers. */
export const containersOf = ({ initContainers, containers, ephemeralContainers }: PodSpec): readonly Container[] => [
  ...(initContainers ?? []),
  ...(containers ?? []),
  ...(ephemeralContainers ?? []),
]

/** `"a", "b"`. */
export const quoted = (texts: Iterable<string>): string => [...texts].map((text) => `"${text}"`).join(', ')

/** `"a", "b"`, sorted, each once. */
export const quotedSet = (texts: Iterable<string>): string => quoted([...new Set(texts)].sort())

/** The word for one or for several. */
export const plural = (count: number, one: string, several = `${one}s`): string => (count === 1 ? one : several)

/** `container "a"`, `containers "a", "b"`. */
export const containersText = (names: readonly string[]): string =>
  `${plural(names.length, 'container')} ${quoted(names)}`

/** `pod`, `container "a"`, or both with "and"; undefined when none. */
export function settersText(pod: boolean, containers: readonly string[]): string | undefined {
  const setters = [...(pod ? ['pod'] : []), ...(containers.length > 0 ? [containersText(containers)] : [])]
  return setters.length > 0 ? setters.join(' and ') : undefined
}

/** Pods in a user namespace of their own may be root there. */
export const hasOwnUsers = ({ hostUsers }: PodSpec): boolean => hostUsers === false

/** The check, but not for pods in their own user namespace. */
export const unlessOwnUsers =
  (check: CheckPod): CheckPod =>
  (metadata, spec) =>
    hasOwnUsers(spec) ? undefined : check(metadata, spec)

/** The check, but not for pods that say they are for Windows. */
export const unlessWindows =
  (check: CheckPod): CheckPod =>
  (metadata, spec) =>
    spec.os?.name === 'windows' ? undefined : check(metadata, spec)

/** The names of containers of which something holds. */
export const containersWhere = (spec: PodSpec, holds: (container: Container) => boolean): string[] =>
  containersOf(spec)
    .filter(holds)
    .map(({ name }) => name)
