// A node under pressure takes no more pods; one that is only short of memory takes those that have asked for some, and those that
// put up with it. Critical pods are always taken. Upstream: Admit in pkg/kubelet/eviction/eviction_manager.go.
import { qosClassOf } from '../../../model/pod-qos.ts'
import { toleratesTaint } from '../../../model/taints.ts'
import { isCriticalPod } from '../critical-pods.ts'
import { EVICTED, pressureMessage } from '../eviction/messages.ts'
import type { AdmitHandler } from './contract.ts'

const taint = { key: 'node.kubernetes.io/memory-pressure', effect: 'NoSchedule' }

/** Asks for the node's conditions. */
export const handler: AdmitHandler = {
  admit({ pod, node }) {
    const conditions = node.pressure()
    if (conditions.length === 0 || isCriticalPod(pod)) return undefined
    if (conditions.length === 1 && conditions[0] === 'MemoryPressure') {
      const comparing = node.gates.enabled('TaintTolerationComparisonOperators')
      if (qosClassOf(pod) !== 'BestEffort' || toleratesTaint(pod.spec.tolerations, taint, comparing)) return undefined
    }
    return { reason: EVICTED, message: pressureMessage(conditions) }
  },
}
