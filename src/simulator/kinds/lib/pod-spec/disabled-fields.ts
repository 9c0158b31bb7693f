// Fields whose feature is off are dropped from what comes in, unless the stored object uses them already.
// Upstream: pkg/api/pod/util.go (dropDisabledFields). Features that are locked on in 1.36 are not listed.
import type { PodSpec } from '../../../../generated/api/core.v1.ts'
import type { FeatureGates } from '../../../api/types.ts'
import { someContainer, visitContainers } from './visit.ts'

interface DisabledField {
  readonly gate: string
  inUse(spec: PodSpec): boolean
  drop(spec: PodSpec): void
}

const projections = (spec: PodSpec) => (spec.volumes ?? []).flatMap((volume) => volume.projected?.sources ?? [])

function projection(gate: string, field: 'clusterTrustBundle' | 'podCertificate'): DisabledField {
  return {
    gate,
    inUse: (spec) => projections(spec).some((source) => source[field] !== undefined),
    drop(spec) {
      for (const source of projections(spec)) delete source[field]
    },
  }
}

const FIELDS: readonly DisabledField[] = [
  {
    gate: 'PodLevelResources',
    inUse: ({ resources }) => resources?.requests !== undefined || resources?.limits !== undefined,
    drop(spec) {
      delete spec.resources
    },
  },
  {
    gate: 'MatchLabelKeysInPodTopologySpread',
    inUse: (spec) => (spec.topologySpreadConstraints ?? []).some(({ matchLabelKeys }) => matchLabelKeys !== undefined),
    drop(spec) {
      for (const constraint of spec.topologySpreadConstraints ?? []) delete constraint.matchLabelKeys
    },
  },
  projection('ClusterTrustBundleProjection', 'clusterTrustBundle'),
  projection('PodCertificateRequest', 'podCertificate'),
  {
    gate: 'GenericWorkload',
    inUse: (spec) => spec.schedulingGroup !== undefined,
    drop(spec) {
      delete spec.schedulingGroup
    },
  },
  {
    gate: 'ContainerRestartRules',
    inUse: (spec) =>
      (spec.initContainers ?? []).some(
        ({ restartPolicy, restartPolicyRules }) =>
          (restartPolicy !== undefined && restartPolicy !== 'Always') || restartPolicyRules !== undefined,
      ) || (spec.containers ?? []).some(({ restartPolicy }) => restartPolicy !== undefined),
    drop(spec) {
      visitContainers(spec, (container, list) => {
        if (list !== 'initContainers' || container.restartPolicy !== 'Always') delete container.restartPolicy
        delete container.restartPolicyRules
      })
    },
  },
  {
    gate: 'HostnameOverride',
    inUse: (spec) => spec.hostnameOverride !== undefined,
    drop(spec) {
      delete spec.hostnameOverride
    },
  },
  {
    gate: 'EnvFiles',
    inUse: (spec) =>
      someContainer(spec, ({ env = [] }) => env.some(({ valueFrom }) => valueFrom?.fileKeyRef !== undefined)),
    drop(spec) {
      visitContainers(spec, ({ env = [] }) => {
        for (const { valueFrom } of env) if (valueFrom) delete valueFrom.fileKeyRef
      })
    },
  },
  {
    gate: 'ContainerStopSignals',
    inUse: (spec) => someContainer(spec, ({ lifecycle }) => lifecycle?.stopSignal !== undefined),
    drop(spec) {
      visitContainers(spec, (container) => {
        const { lifecycle } = container
        if (lifecycle?.stopSignal === undefined) return
        delete lifecycle.stopSignal
        if (lifecycle.postStart === undefined && lifecycle.preStop === undefined) delete container.lifecycle
      })
    },
  },
]

/** Drops what is switched off from a pod spec; `old` is the stored one on update. */
export function dropDisabledFields(spec: PodSpec, gates: FeatureGates, old?: PodSpec): void {
  for (const field of FIELDS) {
    if (gates.enabled(field.gate) || !field.inUse(spec) || (old !== undefined && field.inUse(old))) continue
    field.drop(spec)
  }
}
