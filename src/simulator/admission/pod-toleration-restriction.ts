// PodTolerationRestriction: pods get the tolerations their namespace gives them, and keep to those it allows.
// Upstream: plugin/pkg/admission/podtolerationrestriction/admission.go.
import type { Namespace, Pod, Toleration } from '../../generated/api/core.v1.ts'
import { parseGoJson } from '../../model/go-json.ts'
import { isJsonObject } from '../../model/json.ts'
import { qosClassOf } from '../../model/pod-qos.ts'
import { internalError, StatusError } from '../api/status/status-error.ts'
import type { AdmissionAttributes, AdmissionContext, AdmissionPlugin } from './contract.ts'
import { areAllowed, mergeTolerations } from './lib/tolerations.ts'

const NAME = 'PodTolerationRestriction'
const DEFAULTS = 'scheduler.alpha.kubernetes.io/defaultTolerations'
const ALLOWED = 'scheduler.alpha.kubernetes.io/tolerationsWhitelist'
const MEMORY_PRESSURE: Toleration = {
  key: 'node.kubernetes.io/memory-pressure',
  operator: 'Exists',
  effect: 'NoSchedule',
}

/** The PodTolerationRestriction plugin. */
export const plugin: AdmissionPlugin = {
  name: NAME,
  judgeConfiguration(configuration) {
    if (configuration === undefined) return undefined
    const { apiVersion, kind } = configuration
    if (apiVersion === 'podtolerationrestriction.admission.k8s.io/v1alpha1' && kind === 'Configuration')
      return undefined
    return `no kind "${String(kind ?? '')}" is registered for version "${String(apiVersion ?? '')}"`
  },
  handles: ({ operation, resource, subresource }) =>
    (operation === 'CREATE' || operation === 'UPDATE') && resource.key === 'pods' && subresource === '',
  admit(attributes, context) {
    const pod = attributes.object as Pod
    const extra: Toleration[] = []
    if (attributes.operation === 'CREATE')
      extra.push(...(annotated(attributes, context, DEFAULTS) ?? configured(context, 'default')))
    if (qosClassOf(pod) !== 'BestEffort') extra.push(MEMORY_PRESSURE)
    if (extra.length > 0) pod.spec.tolerations = mergeTolerations([...(pod.spec.tolerations ?? []), ...extra])
    refuseOthers(attributes, context)
  },
  validate: refuseOthers,
}

function refuseOthers(attributes: AdmissionAttributes, context: AdmissionContext): void {
  const { tolerations = [] } = (attributes.object as Pod).spec
  if (tolerations.length === 0) return
  const own = annotated(attributes, context, ALLOWED)
  if (areAllowed(tolerations, own ?? configured(context, 'whitelist'))) return
  const scope = own === undefined ? 'cluster' : 'namespace'
  const why = `pod tolerations (possibly merged with namespace default tolerations) conflict with its ${scope} whitelist`
  throw new StatusError(500, '', why)
}

function configured({ configuration }: AdmissionContext, field: string): readonly Toleration[] {
  const given = configuration(NAME)
  return ((isJsonObject(given) ? given[field] : undefined) ?? []) as unknown as readonly Toleration[]
}

/** The tolerations in an annotation of the namespace; undefined when it has none. */
function annotated(
  { namespace }: AdmissionAttributes,
  { lister }: AdmissionContext,
  annotation: string,
): readonly Toleration[] | undefined {
  const found = lister.get<Namespace>('namespaces', '', namespace)
  if (found === undefined) throw internalError(`namespaces "${namespace}" not found`)
  const text = found.metadata.annotations?.[annotation]
  if (text === undefined) return undefined
  if (text === '') return []
  const read = parseGoJson(text, 'array', '[]v1.Toleration')
  if ('error' in read) throw new StatusError(500, '', read.error)
  return (read.value ?? []) as Toleration[]
}
