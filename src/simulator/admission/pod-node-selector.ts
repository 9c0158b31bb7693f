// PodNodeSelector: pods go only to the nodes their namespace's annotation, or the cluster's default, selects.
// Upstream: plugin/pkg/admission/podnodeselector/admission.go.
import type { Namespace, Pod } from '../../generated/api/core.v1.ts'
import { isJsonObject } from '../../model/json.ts'
import { labelKeyProblems, labelValueProblems } from '../../model/label-syntax.ts'
import { quote } from '../../model/quote.ts'
import { forbidden, internalError, StatusError } from '../api/status/status-error.ts'
import type { AdmissionAttributes, AdmissionContext, AdmissionPlugin } from './contract.ts'

type Labels = Readonly<Record<string, string>>

const NAME = 'PodNodeSelector'
const ANNOTATION = 'scheduler.alpha.kubernetes.io/node-selector'
const DEFAULT = 'clusterDefaultNodeSelector'

/** The PodNodeSelector plugin. */
export const plugin: AdmissionPlugin = {
  name: NAME,
  judgeConfiguration(configuration) {
    const selectors = configuration === undefined ? {} : selectorsIn(configuration)
    if (!isJsonObject(selectors) || Object.values(selectors).some((text) => typeof text !== 'string'))
      return 'podNodeSelectorPluginConfig must name a selector for each namespace, and for clusterDefaultNodeSelector'
    return undefined
  },
  handles: ({ operation, resource, subresource }) =>
    operation === 'CREATE' && resource.key === 'pods' && subresource === '',
  admit(attributes, context) {
    const pod = attributes.object as Pod
    const wanted = namespaceSelector(attributes, context)
    refuseConflict(pod, wanted)
    const merged = { ...wanted, ...pod.spec.nodeSelector }
    if (Object.keys(merged).length > 0) pod.spec.nodeSelector = merged
    refuseOthers(pod, attributes, context)
  },
  validate(attributes, context) {
    const pod = attributes.object as Pod
    refuseConflict(pod, namespaceSelector(attributes, context))
    refuseOthers(pod, attributes, context)
  },
}

const selectorsIn = (configuration: unknown): unknown =>
  isJsonObject(configuration) ? configuration['podNodeSelectorPluginConfig'] : undefined

const configured = ({ configuration }: AdmissionContext): Labels => (selectorsIn(configuration(NAME)) ?? {}) as Labels

function namespaceSelector({ namespace }: AdmissionAttributes, context: AdmissionContext): Labels {
  const found = context.lister.get<Namespace>('namespaces', '', namespace)
  if (found === undefined) throw internalError(`namespace ${namespace} does not exist`)
  return labelsOf(found.metadata.annotations?.[ANNOTATION] ?? configured(context)[DEFAULT] ?? '')
}

const conflicts = (a: Labels, b: Labels): boolean =>
  Object.entries(a).some(([key, value]) => b[key] !== undefined && b[key] !== value)

const refusal = (pod: Pod, why: string): StatusError =>
  forbidden({ group: '', name: 'pods' }, pod.metadata.name ?? '', why)

function refuseConflict(pod: Pod, wanted: Labels): void {
  if (conflicts(wanted, pod.spec.nodeSelector ?? {}))
    throw refusal(pod, 'pod node label selector conflicts with its namespace node label selector')
}

function refuseOthers(pod: Pod, { namespace }: AdmissionAttributes, context: AdmissionContext): void {
  const allowed = labelsOf(configured(context)[namespace] ?? '')
  if (Object.keys(allowed).length === 0) return
  if (Object.entries(pod.spec.nodeSelector ?? {}).every(([key, value]) => allowed[key] === value)) return
  throw refusal(pod, 'pod node label selector labels conflict with its namespace whitelist')
}

/** ConvertSelectorToLabelsMap; what it says of a wrong selector is no Status. */
function labelsOf(selector: string): Labels {
  const labels: Record<string, string> = {}
  if (selector === '') return labels
  for (const part of selector.split(',')) {
    const sides = part.split('=')
    if (sides.length !== 2) throw new StatusError(500, '', `invalid selector: [${sides.join(' ')}]`)
    const [key, value] = sides.map((side) => side.trim()) as [string, string]
    const keyProblems = labelKeyProblems(key)
    if (keyProblems.length > 0) throw invalidLabel('<nil>', key, keyProblems)
    const valueProblems = labelValueProblems(value)
    if (valueProblems.length > 0) throw invalidLabel(`[${key}]`, value, valueProblems)
    labels[key] = value
  }
  return labels
}

const invalidLabel = (field: string, value: string, problems: readonly string[]): StatusError =>
  new StatusError(500, '', `${field}: Invalid value: ${quote(value)}: ${problems.join('; ')}`)
