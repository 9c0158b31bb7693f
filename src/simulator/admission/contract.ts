// What an admission plugin is: one file named as upstream names it (limit-ranger.ts → LimitRanger), exporting `plugin`.
// Order and which are on by default are data (data/admission-order.ts). Upstream: apiserver/pkg/admission/interfaces.go.

import type { FeatureGates, KubeObject, Lister, Random, ResourceInfo, ResourceKey, UserInfo } from '../api/types.ts'
import type { Authorizer } from '../auth/contract.ts'

/** What is being asked, as admission sees it. `object` may be changed by `admit`, by nobody else. */
export interface AdmissionAttributes {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT'
  readonly resource: ResourceInfo
  readonly subresource: string
  readonly namespace: string
  /** Empty for a create whose name is generated later. */
  readonly name: string
  /** The new object; absent for DELETE. For subresources the subresource's own object (Binding, Eviction, Scale …). */
  readonly object: KubeObject | undefined
  readonly oldObject: KubeObject | undefined
  readonly user: UserInfo
  readonly dryRun: boolean
}

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
  /** A Warning header. */
  warn(text: string): void
}

/** One plugin. To refuse, throw a StatusError made by api/status. */
export interface AdmissionPlugin {
  /** Upstream's name: `LimitRanger`. */
  readonly name: string
  handles(attributes: AdmissionAttributes): boolean
  admit?(attributes: AdmissionAttributes, context: AdmissionContext): void
  validate?(attributes: AdmissionAttributes, context: AdmissionContext): void
}
