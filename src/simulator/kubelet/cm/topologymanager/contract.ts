// What the topology manager and those who give it hints agree on. Upstream: HintProvider, TopologyHint, Store in
// pkg/kubelet/cm/topologymanager/topology_manager.go.
import type { Container, Pod } from '../../../../generated/api/core.v1.ts'
import type { Rejection } from '../../admission/contract.ts'
import type { BitMask } from './bit-mask.ts'

/** A set of NUMA nodes an allocation could come from; undefined when any would do. */
export interface TopologyHint {
  readonly affinity: BitMask | undefined
  readonly preferred: boolean
}

/** Hints by resource: `undefined` has no preference, an empty list no possible affinity. */
export type Hints = ReadonlyMap<string, readonly TopologyHint[] | undefined>

/** A manager of a resource that knows where it lies. */
export interface HintProvider {
  /** Nothing when the container needs nothing of it that lies anywhere. */
  containerHints(pod: Pod, container: Container): Hints | undefined
  podHints(pod: Pod): Hints | undefined
  /** Takes what the container needs, near its affinity; why it cannot otherwise. */
  allocate(pod: Pod, container: Container): Rejection | undefined
}

/** Where the affinity of a container is kept from its admission on. */
export interface AffinityStore {
  affinity(podUid: string, container: string): TopologyHint
  readonly policyName: string
}

/** The hint of a container nobody has aligned. */
export const noHint: TopologyHint = { affinity: undefined, preferred: false }

/** An allocation that failed for a reason that has no name of its own. Upstream: cm/admission/errors.go. */
export const unexpected = (why: string): Rejection => ({
  reason: 'UnexpectedAdmissionError',
  message: `Allocate failed due to ${why}, which is unexpected`,
})

/** The containers of a pod in the order they are given their resources. */
export const containersOf = ({ spec }: Pod): Container[] => [...(spec.initContainers ?? []), ...(spec.containers ?? [])]
