// What an admission plugin is: one file named as upstream names it (limit-ranger.ts → LimitRanger), exporting `plugin`.
// Order and which are on by default are data (data/admission-order.ts). Upstream: apiserver/pkg/admission/interfaces.go.

import type { FeatureGates, KubeObject, Lister, Random, ResourceInfo, ResourceKey, UserInfo } from '../api/types.ts'
import type { Authorizer } from '../auth/contract.ts'
import type { WebhookBackends } from '../webhooks/contract.ts'

/** What is being asked, as admission sees it. `object` may be changed by `admit`, by nobody else. */
export interface AdmissionAttributes {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT'
  readonly resource: ResourceInfo
  /** As the client asked, where the request is looked at as one about another version of the resource. */
  readonly requested?: ResourceInfo
  readonly subresource: string
  readonly namespace: string
  /** Empty for a create whose name is generated later. */
  readonly name: string
  /** The new object; absent for DELETE. For subresources the subresource's own object (Binding, Eviction, Scale …). */
  readonly object: KubeObject | undefined
  readonly oldObject: KubeObject | undefined
  readonly user: UserInfo
  readonly dryRun: boolean
  /** What the client said besides the object: CreateOptions, UpdateOptions, DeleteOptions. */
  options(): Readonly<Record<string, unknown>> | null
  readonly reinvocation: Reinvocation
}

/** Whether the mutating plugins run a second time for a request, and what they keep from the first. */
export interface Reinvocation {
  /** This is the second time. */
  again: boolean
  /** A policy or webhook changed the object: there is to be a second time. */
  wanted: boolean
  /** By plugin. */
  readonly kept: Map<string, unknown>
}

/** What came of a change. */
export type ChangedObject = { readonly object: KubeObject } | { readonly error: string }

/** What the server does for plugins that change objects as clients do. */
export interface ObjectMachinery {
  /** The resource behind a kind. */
  resourceOf(apiVersion: string, kind: string): ResourceInfo | undefined
  /** Other versions of a resource. */
  equivalents(resource: ResourceInfo): readonly ResourceInfo[]
  /** An object of one version in another. */
  convert(object: KubeObject, from: ResourceInfo, to: ResourceInfo): KubeObject
  /** The object with an apply configuration laid over it, defaults filled in. */
  apply(resource: ResourceInfo, object: KubeObject, configuration: unknown): ChangedObject
  /** The object with JSON patch operations done to it, defaults filled in. */
  patch(
    resource: ResourceInfo,
    object: KubeObject,
    operations: readonly unknown[],
    /** What a test that does not hold means: nothing is changed, or it is an error. */
    failedTest: 'keep' | 'fail',
  ): ChangedObject
}

/** What a webhook says. */
export interface AdmissionResponse {
  readonly uid: string
  readonly allowed: boolean
  readonly status?: Readonly<Record<string, unknown>>
  /** Base64 of a JSON patch. */
  readonly patch?: string
  readonly patchType?: string
  readonly warnings?: readonly string[]
  readonly auditAnnotations?: Readonly<Record<string, string>>
}

/** What an AdmissionConfiguration says of one plugin. */
export type PluginConfiguration = Readonly<Record<string, unknown>>

/** What a plugin may ask and say. */
export interface AdmissionContext {
  readonly lister: Lister
  readonly gates: FeatureGates
  readonly random: Random
  readonly authorizer: Authorizer
  /** Epoch milliseconds of cluster time. */
  readonly now: number
  /** Writes the status of another object in the server's own name, as plugins do through the loopback client (ResourceQuota). */
  writeStatus<T extends KubeObject>(resource: ResourceKey, object: T): void
  /** Makes another object in the server's own name, by the front door; answers why it could not. */
  create(resource: ResourceKey, object: KubeObject): string | undefined
  /** What the AdmissionConfiguration says of a plugin, judged before; undefined where it says nothing. */
  configuration(plugin: string): PluginConfiguration | undefined
  readonly machinery: ObjectMachinery
  readonly webhooks: WebhookBackends
  /** A Warning header. */
  warn(text: string): void
  /** Says something of the request to the audit log; of some things only where it logs as much. */
  annotate(key: string, value: string, level?: 'Request'): void
  /** Does something once for a request, which is served again after others were asked. */
  once<T>(what: string, make: () => T): T
}

/** One plugin. To refuse, throw a StatusError made by api/status. */
export interface AdmissionPlugin {
  /** Upstream's name: `LimitRanger`. */
  readonly name: string
  /** What is wrong with its configuration, or with there being none; a plugin without this takes no configuration. */
  judgeConfiguration?(configuration: PluginConfiguration | undefined): string | undefined
  handles(attributes: AdmissionAttributes): boolean
  admit?(attributes: AdmissionAttributes, context: AdmissionContext): void
  validate?(attributes: AdmissionAttributes, context: AdmissionContext): void
}
