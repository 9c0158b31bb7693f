// What a pod spec leaves out is filled in, in Pods and templates alike.
// Upstream: pkg/apis/core/v1/defaults.go, zz_generated.defaults.go, conversion.go (serviceAccount, annotations long gone).
import type { PodSpec, PodTemplateSpec } from '../../../../generated/api/core.v1.ts'
import type { ObjectMeta } from '../../../../generated/api/meta.v1.ts'
import { defaultContainer } from './defaults-containers.ts'
import { defaultResourceList } from './defaults-resources.ts'
import { defaultVolume } from './defaults-volumes.ts'

/** SetObjectDefaults for a pod spec, wherever it is. */
export function defaultPodSpec(spec: PodSpec): void {
  spec.restartPolicy ||= 'Always'
  spec.terminationGracePeriodSeconds ??= 30
  spec.dnsPolicy ||= 'ClusterFirst'
  spec.securityContext ??= {}
  spec.schedulerName ||= 'default-scheduler'
  defaultServiceAccount(spec)
  if (spec.volumes) for (const volume of spec.volumes) defaultVolume(volume)
  if (spec.initContainers) for (const container of spec.initContainers) defaultContainer(container)
  if (spec.containers) for (const container of spec.containers) defaultContainer(container)
  if (spec.ephemeralContainers) for (const container of spec.ephemeralContainers) defaultContainer(container)
  if (spec.overhead) defaultResourceList(spec.overhead)
  if (spec.resources) {
    defaultResourceList(spec.resources.limits)
    defaultResourceList(spec.resources.requests)
  }
}

/** serviceAccount is an old name of serviceAccountName: both say the same, the new one wins. */
export function defaultServiceAccount(spec: PodSpec): void {
  const name = spec.serviceAccountName || spec.serviceAccount
  if (!name) return
  spec.serviceAccountName = name
  spec.serviceAccount = name
}

/** SetObjectDefaults for a pod template. */
export function defaultPodTemplate(template: PodTemplateSpec): void {
  if (template.metadata) dropInitContainerAnnotations(template.metadata)
  defaultPodSpec(template.spec)
}

const DROPPED_ANNOTATIONS = [
  'pod.beta.kubernetes.io/init-containers',
  'pod.alpha.kubernetes.io/init-containers',
  'pod.beta.kubernetes.io/init-container-statuses',
  'pod.alpha.kubernetes.io/init-container-statuses',
]

/** Init containers were annotations once; such annotations never get in. */
export function dropInitContainerAnnotations(meta: ObjectMeta): void {
  const { annotations } = meta
  if (annotations === undefined || !DROPPED_ANNOTATIONS.some((key) => key in annotations)) return
  const kept = Object.entries(annotations).filter(([key]) => !DROPPED_ANNOTATIONS.includes(key))
  meta.annotations = kept.length > 0 ? Object.fromEntries(kept) : undefined
}
