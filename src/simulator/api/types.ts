// The words everything in the simulator shares: an object, a resource, a user, what a rule may look up.
import type { ObjectMeta } from '../../generated/api/meta.v1.ts'
import type { CustomResource } from './custom-resource.ts'
import type { Shape } from './managed-fields/shapes.ts'

/** Any object as the API writes it. Immutable once stored; a request works on its own fresh copy. */
export interface KubeObject {
  kind?: string | undefined
  apiVersion?: string | undefined
  metadata: ObjectMeta
}

/** A JSON object whose fields are not known here. */
export type JsonObject = { [field: string]: unknown }

/** A resource's name with its group: `pods`, `deployments.apps`, `leases.coordination.k8s.io`. The store's key. */
export type ResourceKey = string

/** What discovery says of a resource. */
export interface ResourceInfo {
  readonly key: ResourceKey
  readonly group: string
  readonly version: string
  /** `v1` or `apps/v1`. */
  readonly apiVersion: string
  readonly resource: string
  readonly singular: string
  readonly kind: string
  readonly namespaced: boolean
  readonly verbs: readonly string[]
  readonly shortNames: readonly string[]
  readonly categories: readonly string[]
  /** The schema table's name of the type: `core.v1.Pod`. */
  readonly type: string
  /** Subresources by name, with the verbs and the kind they take. */
  readonly subresources: ReadonlyMap<string, SubresourceInfo>
  /** What a resource of one's own brings along; built-in ones have rules and types in the code. */
  readonly custom?: CustomResource
  /** What its objects are made of, where the schema table does not say. */
  readonly shape?: Shape
}

/** A subresource as discovery lists it. */
export interface SubresourceInfo {
  readonly name: string
  readonly kind: string
  readonly apiVersion: string
  readonly verbs: readonly string[]
}

/** Who asks. */
export interface UserInfo {
  readonly name: string
  readonly uid?: string
  readonly groups: readonly string[]
  readonly extra?: Readonly<Record<string, readonly string[]>>
}

/** Reads of the current state by rules (kinds, admission, authorizers): no authorization, no copy. Never change what it returns. */
export interface Lister {
  get<T extends KubeObject>(resource: ResourceKey, namespace: string, name: string): T | undefined
  /** All of a namespace, or of the cluster when `namespace` is undefined; in key order. */
  list<T extends KubeObject>(resource: ResourceKey, namespace?: string): readonly T[]
}

/** Feature gates by upstream's names; unknown names are an error when they are set, false when asked. */
export interface FeatureGates {
  enabled(name: string): boolean
}

/** Seeded chance: the only source of randomness in the simulator. */
export interface Random {
  /** An integer in [0, n). */
  int(n: number): number
  /** A UUID v4. */
  uuid(): string
  /** Five characters as generateName appends them (upstream's alphabet without vowels). */
  suffix(length?: number): string
}
