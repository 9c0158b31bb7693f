// What is special about one kind. Every kinds/<group>/<kind>/kind.ts exports `kind: KindRules<Its Type>`; the registry is the folder.
// What all kinds share (decoding, metadata, verbs, patches, status errors) is done by api/ and asked of nobody.
// Upstream: pkg/registry/<group>/<kind>/strategy.go, pkg/apis/<group>/<version>/defaults.go, pkg/apis/<group>/validation.
import type { DeleteOptions } from '../../generated/api/meta.v1.ts'
import type { FieldErrors } from '../api/status/field-errors.ts'
import type { FeatureGates, KubeObject, Lister, Random, ResourceKey, UserInfo } from '../api/types.ts'
import type { Authentication, Authorizer } from '../auth/contract.ts'

/** What else might be done to the resource of a request, by the same user. */
export interface AskedBesides {
  readonly verb: string
  readonly subresource: string
  readonly namespace: string
  readonly name: string
}

/** What a rule may know of the request and the cluster. */
export interface KindContext {
  /** RFC 3339 in seconds, cluster time. */
  readonly now: string
  readonly user: UserInfo
  readonly lister: Lister
  readonly gates: FeatureGates
  readonly random: Random
  readonly dryRun: boolean
  /** Of the request's URL; '' for cluster-scoped resources. */
  readonly namespace: string
  readonly authorizer: Authorizer
  readonly authentication: Authentication
  /** `create`, `update`, `patch` … */
  readonly verb: string
  /** Why the user may not do something else to the resource; undefined when that is allowed. */
  mayNot(asked: AskedBesides): string | undefined
  /** A Warning header, from where warnings come with validation. */
  warn(text: string): void
  /** What the audit log is to say of the request. */
  annotate(key: string, value: string): void
}

/** Reasons a name is not allowed, as upstream's ValidateNameFunc words them; `prefix`: the name is a generateName. */
export type NameRule = (name: string, prefix: boolean) => readonly string[]

/** How an update, whole or of one subresource, is prepared and judged. `object` is new and may be changed; `old` is stored and may not. */
export interface UpdateRules<T extends KubeObject> {
  /** PrepareForUpdate: what this door may not change is put back from `old`; generation moves. */
  prepare?(object: T, old: T, context: KindContext): void
  /**
   * ValidateUpdate, whole: where upstream judges metadata again (most kinds do: `validateCoreObjectMetaUpdate`,
   * `validateCoreObjectMeta`) so does this, because problems are listed as causes as often as they are found. What
   * rest.BeforeUpdate says of metadata comes first, from api/.
   */
  validate?(object: T, old: T, errors: FieldErrors, context: KindContext): void
  warnings?(object: T, old: T, context: KindContext): readonly string[]
}

/** What a write of one object brings about besides: objects the server itself makes or removes with it. */
export interface Alongside {
  readonly create?: readonly { readonly resource: ResourceKey; readonly object: KubeObject }[]
  /** Fresh objects that take the place of those that are there; nothing more is brought about by them. */
  readonly update?: readonly { readonly resource: ResourceKey; readonly object: KubeObject }[]
  /** Those that are not there are passed over. */
  readonly remove?: readonly { readonly resource: ResourceKey; readonly namespace: string; readonly name: string }[]
}

/** The rules of one kind. Everything optional defaults to "nothing special". */
export interface KindRules<T extends KubeObject> {
  readonly apiVersion: string
  readonly kind: string
  /** How metadata.name is judged (path.go's ValidatePathSegmentName besides, always). */
  readonly name: NameRule
  /**
   * Who judges metadata: 'core' (unless said otherwise) is core's ValidateObjectMeta, which wants finalizers standard or qualified;
   * 'generic' is apimachinery's alone; 'own' means `validate` does it where upstream does, and api/ adds nothing before it.
   */
  readonly metadata?: 'core' | 'generic' | 'own'
  /** SetDefaults_*: fills in what the version defaults. Runs on every decoded body, before admission, and after each admission change. */
  defaults?(object: T): void
  /**
   * BeginCreate (`old` is undefined) and BeginUpdate of the main door: allocates what the server hands out, before prepare and
   * validation. May throw a StatusError made by api/status.
   */
  begin?(object: T, old: T | undefined, context: KindContext): void
  /** PrepareForCreate: status dropped, generation set, disabled fields dropped. After mutating admission. */
  prepareForCreate?(object: T, context: KindContext): void
  /** Validate: everything but metadata (api/ adds ValidateObjectMeta first, with `name`). */
  validate?(object: T, errors: FieldErrors, context: KindContext): void
  warningsOnCreate?(object: T, context: KindContext): readonly string[]
  /**
   * The kind is a question, not a thing: nothing is stored, POST answers with what this returns (the object, its status filled).
   * It judges the object itself and refuses with a StatusError. Upstream: the Create of registry/{authentication,authorization}.
   */
  review?(object: T, context: KindContext): T
  /** The objects are not stored but worked out when asked for; `refusedAs` is what a refusal calls one that is not among them. */
  readonly computed?: { all(): readonly T[]; readonly refusedAs: string }
  /** PUT and PATCH on the object itself. */
  readonly update?: UpdateRules<T>
  /** PUT and PATCH on subresources that hold the object itself: status, resize, ephemeralcontainers, approval … */
  readonly subresources?: Readonly<Record<string, UpdateRules<T>>>
  /** Decorator: what readers never see, whatever was written; taken away after validation. */
  decorate?(object: T): void
  /** What field selectors beyond metadata.name and metadata.namespace compare: name → value as text. */
  fields?(object: T): Readonly<Record<string, string>>
  /**
   * What goes with a write that was done (never a dry run): `old` is undefined for a creation, `object` for a removal.
   * Upstream: the finish functions of BeginCreate and BeginUpdate, AfterDelete.
   */
  alongside?(object: T | undefined, old: T | undefined, context: KindContext): Alongside | undefined
  /** APILifecycleDeprecated: a warning with every request to the kind. */
  readonly deprecated?: string
  /**
   * All names a field selector may use, where the kind has its own list; metadata.name and metadata.namespace without one.
   * Upstream: AddFieldLabelConversionFunc, which need not agree with what GetAttrs answers.
   */
  readonly fieldNames?: readonly string[]
  /** What `field` is called now. */
  fieldAlias?(field: string): string
  /** How a field outside of `fieldNames` is refused, where not in the usual words. */
  refusedField?(field: string): string
  /** CheckGracefulDelete: the grace period to use in seconds, or undefined to delete at once. `requested` is undefined when the client named none. */
  gracefulDelete?(object: T, requested: number | undefined, context: KindContext): number | undefined
  /** Why the object of this name may not be deleted by name; undefined when it may. */
  undeletable?(name: string): string | undefined
  /**
   * A kind whose own content must go before it (Namespace): `holds` says whether it must still stay, `mark` sets what being
   * deleted looks like in its status. Upstream: registry/core/namespace/storage.
   */
  readonly deletion?: {
    holds(object: T): boolean
    mark(object: T): void
    /** What is said where a precondition does not hold, where not in the usual words. */
    refusal?(what: 'UID' | 'ResourceVersion', asked: string, is: string | undefined): string
  }
  /** What is said with every request to delete, whatever becomes of it. Upstream: a storage's own Delete and DeleteCollection. */
  warningsOnDelete?(options: DeleteOptions): readonly string[]
  /** The kind is another version's view of a stored kind (events.k8s.io Event → core Event): how to turn one into the other. */
  readonly storedAs?: {
    readonly resource: ResourceKey
    toStored(object: T): KubeObject
    fromStored(stored: KubeObject): T
  }
  /** How the rows of a list stand in its Table, where not as in the list. Upstream: the printers that sort. */
  rowOrder?(a: T, b: T): number
  /** What a Table row says of its object besides its cells (`conditions`). */
  rowConditions?(object: T): readonly object[] | undefined
  /** The cells of a Table row, in the order of data/tables.json; `now` in epoch milliseconds. */
  row?(object: T, now: number): readonly unknown[]
}

/** A registered kind, its type forgotten. */
export type AnyKind = KindRules<KubeObject>
