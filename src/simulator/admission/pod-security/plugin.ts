// PodSecurity: pods must keep to the Pod Security Standard of their namespace; pod templates are warned of it, and so are
// namespaces whose pods would not. Upstream: staging/src/k8s.io/pod-security-admission/admission/admission.go,
// plugin/pkg/admission/security/podsecurity/admission.go.
import type { Container, Namespace, Pod, PodSpec, PodTemplateSpec } from '../../../generated/api/core.v1.ts'
import type { ObjectMeta } from '../../../generated/api/meta.v1.ts'
import { FieldErrors } from '../../api/status/field-errors.ts'
import { forbidden, invalid } from '../../api/status/status-error.ts'
import type { KubeObject } from '../../api/types.ts'
import type { AdmissionAttributes, AdmissionContext, AdmissionPlugin } from '../contract.ts'
import { detailsText, violationsOf } from './evaluate.ts'
import { existingPodWarnings } from './existing-pods.ts'
import { isStricter, policyOf, policyText } from './policy.ts'

const IGNORED: ReadonlySet<string> = new Set([
  'exec',
  'attach',
  'binding',
  'eviction',
  'log',
  'portforward',
  'proxy',
  'status',
])

interface Templated extends KubeObject {
  readonly template?: PodTemplateSpec
  readonly spec?: { readonly template?: PodTemplateSpec; readonly jobTemplate?: { readonly spec?: Templated['spec'] } }
}

const fromSpec = ({ spec }: Templated): PodTemplateSpec | undefined => spec?.template
/** Where each kind keeps its pod template. */
const templates: ReadonlyMap<string, (object: Templated) => PodTemplateSpec | undefined> = new Map([
  ['podtemplates', ({ template }: Templated) => template],
  ['replicationcontrollers', fromSpec],
  ['replicasets.apps', fromSpec],
  ['deployments.apps', fromSpec],
  ['statefulsets.apps', fromSpec],
  ['daemonsets.apps', fromSpec],
  ['jobs.batch', fromSpec],
  ['cronjobs.batch', ({ spec }: Templated) => spec?.jobTemplate?.spec?.template],
])

function handles({ operation, resource, subresource, object }: AdmissionAttributes): boolean {
  if (object === undefined || (operation !== 'CREATE' && operation !== 'UPDATE')) return false
  if (resource.key === 'pods') return !IGNORED.has(subresource)
  return subresource === '' && (resource.key === 'namespaces' || templates.has(resource.key))
}

/** The PodSecurity plugin. */
export const plugin: AdmissionPlugin = {
  name: 'PodSecurity',
  handles,
  validate(attributes, context) {
    const { key } = attributes.resource
    if (key === 'namespaces') validateNamespace(attributes, context)
    else if (key === 'pods') validatePod(attributes, context)
    else warnOfTemplate(attributes, context, templates.get(key)!(attributes.object as Templated))
  },
}

const namespaceOf = ({ namespace }: AdmissionAttributes, { lister }: AdmissionContext): Namespace | undefined =>
  lister.get<Namespace>('namespaces', '', namespace)

function validatePod(attributes: AdmissionAttributes, context: AdmissionContext): void {
  const labels = namespaceOf(attributes, context)?.metadata.labels
  const policy = policyOf(labels)
  if (policy.enforce.level === 'privileged' && policy.warn.level === 'privileged') return
  const pod = attributes.object as Pod
  if (attributes.operation === 'UPDATE' && !isSignificant(pod, attributes.oldObject as Pod)) return
  const violations = violationsOf(policy.enforce, pod.metadata, pod.spec)
  if (violations.length > 0) {
    const { group, resource } = attributes.resource
    const why = `violates PodSecurity "${policyText(policy.enforce)}": ${detailsText(violations)}`
    throw forbidden({ group, name: resource }, attributes.name, why)
  }
  warn(policy.warn, pod.metadata, pod.spec, context)
}

function warnOfTemplate(
  attributes: AdmissionAttributes,
  context: AdmissionContext,
  template: PodTemplateSpec | undefined,
): void {
  if (template === undefined) return
  const policy = policyOf(namespaceOf(attributes, context)?.metadata.labels)
  warn(policy.warn, template.metadata ?? {}, template.spec, context)
}

function warn(
  level: Parameters<typeof violationsOf>[0],
  metadata: ObjectMeta,
  spec: PodSpec,
  context: AdmissionContext,
): void {
  if (level.level === 'privileged') return
  const violations = violationsOf(level, metadata, spec)
  if (violations.length > 0)
    context.warn(`would violate PodSecurity "${policyText(level)}": ${detailsText(violations)}`)
}

/** Containers of other images, more or fewer: anything else cannot make a pod less safe. */
function isSignificant({ spec }: Pod, { spec: old }: Pod): boolean {
  const differ = (a: readonly Container[] = [], b: readonly Container[] = []): boolean =>
    a.length !== b.length || a.some(({ image }, i) => image !== b[i]?.image)
  if (differ(spec.containers ?? [], old.containers ?? []) || differ(spec.initContainers, old.initContainers))
    return true
  return (spec.ephemeralContainers ?? []).some(
    ({ name, image }) => old.ephemeralContainers?.find((other) => other.name === name)?.image !== image,
  )
}

function validateNamespace(attributes: AdmissionAttributes, context: AdmissionContext): void {
  const { labels } = attributes.object!.metadata
  const errors = new FieldErrors()
  const { enforce } = policyOf(labels, errors)
  const old = attributes.operation === 'UPDATE' ? attributes.oldObject : undefined
  const oldErrors = new FieldErrors()
  const before = policyOf(old?.metadata.labels, oldErrors).enforce
  if (errors.length > 0 && (old === undefined || !sameErrors(errors, oldErrors)))
    throw invalid({ group: '', name: 'Namespace' }, attributes.name, errors)
  if (old === undefined || enforce.level === 'privileged') return
  if (enforce.minor === before.minor && !isStricter(enforce.level, before.level)) return
  for (const text of existingPodWarnings(context.lister.list<Pod>('pods', attributes.name), attributes.name, enforce))
    context.warn(text)
}

const sameErrors = (a: FieldErrors, b: FieldErrors): boolean =>
  a.length === b.length && a.list.every(({ field, body }, i) => field === b.list[i]?.field && body === b.list[i]?.body)
