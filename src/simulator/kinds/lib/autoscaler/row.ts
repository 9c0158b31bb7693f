// An autoscaler as a row of a table.
// Upstream: printHorizontalPodAutoscaler, formatHPAMetrics in pkg/printers/internalversion/printers.go.
import type {
  HorizontalPodAutoscaler,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
} from '../../../../generated/api/autoscaling.v2.ts'
import { age } from '../age.ts'

const SHOWN = 2
const UNKNOWN = '<unknown>'
const NIL = '<nil>'

/** The cells of the table. */
export function autoscalerRow({ metadata, spec, status }: HorizontalPodAutoscaler, now: number): readonly unknown[] {
  return [
    metadata.name,
    `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`,
    metricsCell(spec.metrics ?? [], status.currentMetrics ?? []),
    spec.minReplicas === undefined ? '<unset>' : String(spec.minReplicas),
    spec.maxReplicas,
    status.currentReplicas ?? 0,
    age(metadata.creationTimestamp, now),
  ]
}

function metricsCell(specs: readonly MetricSpec[], statuses: readonly MetricStatus[]): string {
  if (specs.length === 0) return '<none>'
  const texts = specs.map((spec, i) => metricText(spec, statuses[i]))
  const shown = texts.slice(0, SHOWN).join(', ')
  return texts.length > SHOWN ? `${shown} + ${texts.length - SHOWN} more...` : shown
}

function metricText(spec: MetricSpec, status: MetricStatus | undefined): string {
  if (spec.type === 'External' && spec.external) return valueText(spec.external.target, status?.external?.current)
  if (spec.type === 'Object' && spec.object) return valueText(spec.object.target, status?.object?.current)
  if (spec.type === 'Pods' && spec.pods) {
    const current = status?.pods ? (status.pods.current.averageValue ?? NIL) : UNKNOWN
    return `${current}/${spec.pods.target.averageValue ?? NIL}`
  }
  if (spec.type === 'Resource' && spec.resource) {
    return `${spec.resource.name}: ${utilizationText(spec.resource.target, status?.resource?.current)}`
  }
  if (spec.type === 'ContainerResource' && spec.containerResource) {
    const { name, target } = spec.containerResource
    return `${name}: ${utilizationText(target, status?.containerResource?.current)}`
  }
  return '<unknown type>'
}

function valueText({ averageValue, value }: MetricTarget, current: MetricValueStatus | undefined): string {
  if (averageValue !== undefined) return `${current?.averageValue ?? UNKNOWN}/${averageValue} (avg)`
  return `${current ? (current.value ?? NIL) : UNKNOWN}/${value ?? NIL}`
}

function utilizationText(target: MetricTarget, current: MetricValueStatus | undefined): string {
  if (target.averageValue !== undefined) {
    return `${current ? (current.averageValue ?? NIL) : UNKNOWN}/${target.averageValue}`
  }
  const percent = (utilization: number | undefined, none: string): string =>
    utilization === undefined ? none : `${utilization}%`
  return `${percent(current?.averageUtilization, UNKNOWN)}/${percent(target.averageUtilization, '<auto>')}`
}
