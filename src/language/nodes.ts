// The parts sentences are made of, as plain data: what the grammar's shared rules return in every tongue. The sentences
// themselves are generated from the grammar's comments (src/generated/sentences/tree.ts) out of these.

import type { LabelRequirement } from '../model/label-requirement.ts'

/** A webhook as sentences name it. */
export type WebhookName = { readonly url: string } | { readonly service: string; readonly path?: string }

/** A kind somebody named, resolved against the vocabulary. */
export interface KindRef {
  /** As written. */
  readonly word: string
  readonly apiVersion: string
  readonly kind: string
  /** `pods`, `deployments.apps`. */
  readonly key: string
  readonly namespaced: boolean
}

/** Who a sentence is about. */
export type Subject =
  | { readonly is: 'it' }
  | { readonly is: 'named'; readonly kind: KindRef; readonly name: string; readonly namespace?: string }
  | ({ readonly is: 'every'; readonly kind: KindRef } & Filter)

/** An object by its kind and name. */
export interface Owner {
  readonly kind: KindRef
  readonly name: string
}

/** What narrows the objects of a kind. */
export interface Filter {
  readonly selector?: Selector
  readonly owner?: Owner
  readonly node?: string
}

/** A label selector: all of its requirements hold. */
export type Selector = readonly LabelRequirement[]

/** What may follow any sentence. */
export interface Tail {
  readonly namespace?: string
  readonly as?: Identity
  readonly time?: Time
}

/** Who asks: somebody by name, or whoever the credentials say. */
export type Identity =
  | { readonly user: string; readonly groups?: readonly string[] }
  | { readonly serviceAccount: string }
  /** A bearer token by the name a Given gave it, or itself. */
  | { readonly token: string }
  | { readonly tokenOf: string }
  /** The certificate that a CertificateSigningRequest came to. */
  | { readonly certificateOf: string }
  | { readonly anonymous: true }

/** Whom a role is given to, or a question is about. */
export type Who =
  | { readonly is: 'user'; readonly name: string; readonly groups?: readonly string[] }
  | { readonly is: 'group' | 'account'; readonly name: string }

/** A resource as rules name it: `pods`, `pods/log`. */
export interface ResourceRef {
  readonly kind: KindRef
  readonly subresource?: string
}

/** When something must be true; without one, within the scenario's patience. */
export type Time =
  | { readonly is: 'within'; readonly milliseconds: number }
  | { readonly is: 'now' }
  /** True now, and at all times since the last action. */
  | { readonly is: 'still' }
  /** Becomes true within the patience, then stays so for that long. */
  | { readonly is: 'for'; readonly milliseconds: number }
  | { readonly is: 'always'; readonly since: 'start' | 'action' }
  /** At all times from the last change of a workload's template until it is rolled out. */
  | { readonly is: 'rollout'; readonly of?: Owner }
  /** Not at any time so far and, unless only the past is meant, not within the patience to come. */
  | { readonly is: 'never'; readonly past: boolean }

/** The way to a field. */
export interface FieldPath {
  readonly text: string
  readonly steps: readonly FieldStep[]
}

/** One step of a path; `each` leads to every item. */
export type FieldStep =
  | { readonly field: string }
  | { readonly index: number }
  | { readonly key: string; readonly value: string }
  | { readonly each: true }

/** So many. */
export interface Amount {
  readonly compare: 'exactly' | 'at least' | 'at most'
  readonly number: number
}

/** How two numbers or quantities are compared. */
export type Comparison = 'at least' | 'at most' | 'more than' | 'less than'

/** A text that a message is compared with. */
export interface Wording {
  readonly how: 'exactly' | 'containing' | 'matching'
  readonly text: string
}

/** A phase, a condition or a reason, as one word; `rolled out`, `unschedulable`, `created` and `deleted` are told apart by the play. */
export type State = string

/** An object being in a state, for sentences about before and after. */
export interface Moment {
  readonly subject: Subject
  readonly state: State
}

/** What a condition must be. */
export interface ConditionWanted {
  readonly type: string
  readonly status: string
  readonly reason?: string
  readonly message?: Wording
}

/** What an event must be. */
export interface EventWanted {
  readonly type?: 'Warning' | 'Normal'
  readonly reason?: string
  readonly subject?: Subject
  readonly message?: Wording
}

/** A taint to set. */
export interface Taint {
  readonly key: string
  readonly value?: string
  readonly effect: string
}

/** Which taints to remove. */
export interface TaintName {
  readonly key: string
  readonly effect?: string
}

/** What becomes of the dependents of a deleted object. */
export type Propagation = 'Orphan' | 'Foreground'

/** The way a patch is merged. */
export type PatchType = 'strategic' | 'merge' | 'json'
