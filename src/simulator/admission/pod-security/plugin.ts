// PodSecurity: pods must keep to the Pod Security Standard of their namespace; pod templates are warned of it, and so are
// namespaces whose pods would not. Upstream: staging/src/k8s.io/pod-security-admission/admission/admission.go,
// plugin/pkg/admission/security/podsecurity/admission.go.
import type { Container, Namespace, Pod, PodSpec, PodTemplateSpec } from '../../../generated/api/core.v1.ts'
import type { ObjectMeta } from '../../../generated/api/meta.v1.ts'
import { FieldErrors } from '../../api/status/field-errors.ts'
import { forbidden, invalid } from '../../api/status/status-error.ts'
import type { KubeObject } from '../../api/types.ts'
import type { AdmissionAttributes, AdmissionContext, AdmissionPlugin } from '../contract.ts'
import { judgeConfiguration, podSecurityOf } from './configuration.ts'
import { detailsText, violationsOf } from './evaluate.ts'
import { existingPodWarnings } from './existing-pods.ts'
import { isStricter, type LevelVersion, type Policy, policyOf, policyText } from './policy.ts'

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

const ENFORCED = 'pod-security.kubernetes.io/enforce-policy'
const VIOLATIONS = 'pod-security.kubernetes.io/audit-violations'
const PROBLEM = 'pod-security.kubernetes.io/error'
const EXEMPT = 'pod-security.kubernetes.io/exempt'

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
  judgeConfiguration,
  handles,
  validate(attributes, context) {
    const { key } = attributes.resource
    if (key === 'namespaces') validateNamespace(attributes, context)
    else if (key === 'pods') validatePod(attributes, context)
    else warnOfTemplate(attributes, context, templates.get(key)!(attributes.object as Templated))
  },
}

/** A namespace's policy, with what is wrong with its labels. */
interface Applying {
  readonly policy: Policy
  readonly problem?: string
}

function annotateProblem(problem: string | undefined, context: AdmissionContext): void {
  if (problem !== undefined) context.annotate(PROBLEM, `Failed to parse policy: ${problem}`)
}

/** The policy for a pod; undefined where the namespace or the user is exempt. */
function policyFor({ namespace, user }: AdmissionAttributes, context: AdmissionContext): Applying | undefined {
  const { defaults, exempt } = podSecurityOf(context)
  const why = exempt.namespaces.has(namespace) ? 'namespace' : exempt.users.has(user.name) ? 'user' : undefined
  if (why !== undefined) {
    context.annotate(EXEMPT, why)
    return undefined
  }
  const found = context.lister.get<Namespace>('namespaces', '', namespace)
  const errors = new FieldErrors()
  const policy = policyOf(found?.metadata.labels, defaults, errors)
  return errors.length === 0 ? { policy } : { policy, problem: errors.message }
}

function isExemptSpec({ runtimeClassName }: PodSpec, context: AdmissionContext): boolean {
  if (runtimeClassName === undefined) return false
  const exempt = podSecurityOf(context).exempt.runtimeClasses.has(runtimeClassName)
  if (exempt) context.annotate(EXEMPT, 'runtimeClass')
  return exempt
}

function validatePod(attributes: AdmissionAttributes, context: AdmissionContext): void {
  const applying = policyFor(attributes, context)
  if (applying === undefined) return
  const { policy, problem } = applying
  const { enforce, audit } = policy
  if (problem === undefined && isPrivileged(enforce) && isPrivileged(audit) && isPrivileged(policy.warn)) {
    context.annotate(ENFORCED, 'privileged:latest')
    return
  }
  const pod = attributes.object as Pod
  if (attributes.operation === 'UPDATE' && !isSignificant(pod, attributes.oldObject as Pod)) return
  if (isExemptSpec(pod.spec, context)) return
  annotateProblem(problem, context)
  const violations = violationsOf(enforce, pod.metadata, pod.spec)
  context.annotate(ENFORCED, policyText(enforce))
  annotateViolations(audit, pod.metadata, pod.spec, context)
  if (violations.length > 0) {
    const { group, resource } = attributes.resource
    const why = `violates PodSecurity "${policyText(enforce)}": ${detailsText(violations)}`
    throw forbidden({ group, name: resource }, attributes.name, why)
  }
  warn(policy.warn, pod.metadata, pod.spec, context)
}

function warnOfTemplate(
  attributes: AdmissionAttributes,
  context: AdmissionContext,
  template: PodTemplateSpec | undefined,
): void {
  const applying = policyFor(attributes, context)
  if (applying === undefined) return
  const { policy, problem } = applying
  if (problem === undefined && isPrivileged(policy.warn) && isPrivileged(policy.audit)) return
  if (template === undefined || isExemptSpec(template.spec, context)) return
  annotateProblem(problem, context)
  annotateViolations(policy.audit, template.metadata ?? {}, template.spec, context)
  warn(policy.warn, template.metadata ?? {}, template.spec, context)
}

const isPrivileged = ({ level }: LevelVersion): boolean => level === 'privileged'

/** Tells the audit log what a stricter policy would have refused. */
function annotateViolations(level: LevelVersion, metadata: ObjectMeta, spec: PodSpec, context: AdmissionContext): void {
  if (isPrivileged(level)) return
  const violations = violationsOf(level, metadata, spec)
  if (violations.length === 0) return
  context.annotate(VIOLATIONS, `would violate PodSecurity "${policyText(level)}": ${detailsText(violations)}`)
}

function warn(level: LevelVersion, metadata: ObjectMeta, spec: PodSpec, context: AdmissionContext): void {
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
  const { defaults, exempt } = podSecurityOf(context)
  const errors = new FieldErrors()
  const policy = policyOf(labels, defaults, errors)
  const { enforce } = policy
  const old = attributes.operation === 'UPDATE' ? attributes.oldObject : undefined
  const oldErrors = new FieldErrors()
  const before = policyOf(old?.metadata.labels, defaults, oldErrors).enforce
  if (errors.length > 0 && (old === undefined || !sameErrors(errors, oldErrors)))
    throw invalid({ group: '', name: 'Namespace' }, attributes.name, errors)
  const isExempt = exempt.namespaces.has(attributes.name)
  if (old !== undefined) {
    if (enforce.level === 'privileged') return
    if (enforce.minor === before.minor && !isStricter(enforce.level, before.level)) return
  }
  if (isExempt) context.warn(exemptWarning(attributes.name, policy, defaults, labels ?? {}))
  if (isExempt || old === undefined) return
  for (const text of existingPodWarnings(context.lister.list<Pod>('pods', attributes.name), attributes.name, enforce))
    context.warn(text)
}

const MODES = ['enforce', 'audit', 'warn'] as const

const equivalent = (a: LevelVersion, b: LevelVersion): boolean =>
  (a.level === 'privileged' && b.level === 'privileged') || policyText(a) === policyText(b)

/** Labels of a namespace they mean nothing to; empty where there is nothing to say. */
function exemptWarning(
  namespace: string,
  policy: Policy,
  defaults: Policy,
  labels: Readonly<Record<string, string>>,
): string {
  if (MODES.every((mode) => policy[mode].level === 'privileged')) return ''
  if (MODES.every((mode) => equivalent(policy[mode], defaults[mode]))) return ''
  const own = MODES.filter((mode) => {
    const label = `pod-security.kubernetes.io/${mode}`
    const said = labels[label] !== undefined || labels[`${label}-version`] !== undefined
    return said && policy[mode].level !== 'privileged'
  }).map((mode) => `${mode}=${policyText(policy[mode])}`)
  return `namespace "${namespace}" is exempt from Pod Security, and the policy (${own.join(', ')}) will be ignored`
}

const sameErrors = (a: FieldErrors, b: FieldErrors): boolean =>
  a.length === b.length && a.list.every(({ field, body }, i) => field === b.list[i]?.field && body === b.list[i]?.body)
