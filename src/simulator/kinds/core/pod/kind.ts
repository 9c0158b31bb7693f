// Pod: containers that run together on a node. This file only puts the pieces together.
// Upstream: pkg/registry/core/pod/strategy.go.
import type { Pod } from '../../../../generated/api/core.v1.ts'
import type { KindRules } from '../../contract.ts'
import { podSpecWarnings } from '../../lib/pod-spec/warnings.ts'
import { isDNS1123Label, nameIsDNSSubdomain } from '../../lib/validation/names.ts'
import { defaultPod } from './defaults.ts'
import { updateEphemeralContainers } from './ephemeral-containers.ts'
import { preparePod, warningsOfPreparation } from './prepare.ts'
import { resizePod } from './resize.ts'
import { podRow, podRowConditions } from './row.ts'
import { updatePodStatus } from './status.ts'
import { updatePod } from './update.ts'
import { validatePod } from './validate.ts'

function warningsOnCreate(pod: Pod): readonly string[] {
  const warnings = [...warningsOfPreparation(pod)]
  const problems = isDNS1123Label(pod.metadata.name ?? '')
  if (problems.length > 0) {
    const advice =
      "this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended"
    warnings.push(`metadata.name: ${advice}: [${problems.join(' ')}]`)
  }
  warnings.push(...podSpecWarnings(pod.spec, pod.metadata, undefined))
  return warnings
}

function fields({ spec, status }: Pod): Readonly<Record<string, string>> {
  return {
    'spec.nodeName': spec.nodeName ?? '',
    'spec.restartPolicy': spec.restartPolicy ?? '',
    'spec.schedulerName': spec.schedulerName ?? '',
    'spec.serviceAccountName': spec.serviceAccountName ?? '',
    'spec.hostNetwork': String(spec.hostNetwork ?? false),
    'status.phase': status.phase ?? '',
    'status.podIP': status.podIPs?.[0]?.ip ?? '',
    'status.nominatedNodeName': status.nominatedNodeName ?? '',
  }
}

/** Pods that no node has, or that are done, go at once. */
function gracefulDelete({ spec, status }: Pod, requested: number | undefined): number {
  if (!spec.nodeName || status.phase === 'Failed' || status.phase === 'Succeeded') return 0
  const period = requested ?? spec.terminationGracePeriodSeconds ?? 0
  return period < 0 ? 1 : period
}

/** The rules of Pods. */
export const kind: KindRules<Pod> = {
  apiVersion: 'v1',
  kind: 'Pod',
  name: nameIsDNSSubdomain,
  defaults: defaultPod,
  prepareForCreate: preparePod,
  validate: validatePod,
  warningsOnCreate,
  update: updatePod,
  subresources: { status: updatePodStatus, ephemeralcontainers: updateEphemeralContainers, resize: resizePod },
  fields,
  fieldNames: [
    'metadata.name',
    'metadata.namespace',
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.podIPs',
    'status.nominatedNodeName',
  ],
  fieldAlias: (field) => (field === 'spec.host' ? 'spec.nodeName' : field),
  gracefulDelete,
  row: podRow,
  rowConditions: podRowConditions,
}
