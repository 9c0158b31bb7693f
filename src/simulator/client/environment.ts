// What every component of the cluster is given to act with: time, chance, its client, its ears. Nothing else reaches it.
import type { ClusterAuthority } from '../../model/x509/authority.ts'
import type { FeatureGates, KubeObject, Random } from '../api/types.ts'
import type { Clock } from '../engine/clock.ts'
import type { Client } from './client.ts'
import type { Cloud } from './cloud.ts'
import type { Heartbeats } from './heartbeats.ts'
import type { Informers } from './informers.ts'
import type { Metrics } from './metrics.ts'

/** Given to each scheduler, controller and kubelet when it starts. */
export interface Environment {
  readonly clock: Clock
  readonly random: Random
  readonly gates: FeatureGates
  /** What signs certificate requests and vouches for the server. */
  readonly authority: ClusterAuthority
  /** What the metrics APIs would answer. */
  readonly metrics: Metrics
  /** What is behind the cluster, for those who run where there is a cloud. */
  readonly cloud: Cloud
  /** The nodes' heartbeats. */
  readonly heartbeats: Heartbeats
  /** The store is what these components left a moment ago: what is there when they start is no news to them. */
  readonly settled: boolean
  /** When the process that runs them began, epoch milliseconds. */
  readonly begun: number
  /** Makes the token of a service account for a secret to keep: kube-controller-manager has the key. */
  legacyToken(account: KubeObject, secret: KubeObject): string
  /** A client that acts as this user, in these groups (system:authenticated is added). */
  client(user: string, groups?: readonly string[]): Client
  /** Fresh ears for one consumer. */
  informers(): Informers
}

/** A running component. */
export interface Running {
  stop(): void
}
