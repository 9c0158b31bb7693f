// One autoscaler, two faces: v1 has fields for the use of CPU only and keeps the rest in annotations.
// Upstream: Convert_v1_HorizontalPodAutoscaler_To_autoscaling_HorizontalPodAutoscaler and back, in
// pkg/apis/autoscaling/v1/conversion.go. Annotations that cannot be read are passed over, as there.
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerStatus,
} from '../../../../generated/api/autoscaling.v1.ts'
import type {
  HorizontalPodAutoscalerCondition,
  MetricSpec,
  MetricStatus,
  HorizontalPodAutoscaler as Stored,
} from '../../../../generated/api/autoscaling.v2.ts'
import { sortedMap } from '../../../../model/sorted-map.ts'
import {
  BEHAVIOR,
  CONDITIONS,
  CURRENT_METRICS,
  dropRoundTripAnnotations,
  METRICS,
} from '../../lib/autoscaler/annotations.ts'
import { DEFAULT_CPU_UTILIZATION } from '../../lib/autoscaler/defaults.ts'
import { behaviorFromText, behaviorText } from './behavior.ts'
import { goJsonText, readList } from './json.ts'
import { metricFromV1, metricStatusFromV1, metricStatusToV1, metricToV1 } from './metrics.ts'

const isCpu = (metric: MetricSpec): boolean =>
  metric.type === 'Resource' &&
  metric.resource?.name === 'cpu' &&
  metric.resource.target.averageUtilization !== undefined

const cpuMetric = (averageUtilization: number): MetricSpec => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } },
})

/** The autoscaler as v2 shows it, and as it is stored. */
export function toStored({ metadata, spec, status }: HorizontalPodAutoscaler): Stored {
  const annotations = metadata.annotations ?? {}
  const { targetCPUUtilizationPercentage: cpu, ...shared } = spec
  const others = readList(annotations[METRICS], metricFromV1) ?? []
  const metrics = cpu === undefined ? others : [...others, cpuMetric(cpu)]
  if (metrics.length === 0) metrics.push(cpuMetric(DEFAULT_CPU_UTILIZATION))
  const behavior = behaviorFromText(annotations[BEHAVIOR])
  const meta = { ...metadata }
  dropRoundTripAnnotations(meta)
  return {
    kind: 'HorizontalPodAutoscaler',
    apiVersion: 'autoscaling/v2',
    metadata: meta,
    spec: { ...shared, metrics, ...(behavior ? { behavior } : {}) },
    status: storedStatus(status, annotations),
  }
}

function storedStatus(
  status: HorizontalPodAutoscalerStatus,
  annotations: Readonly<Record<string, string>>,
): Stored['status'] {
  const { currentCPUUtilizationPercentage: cpu, currentReplicas, ...shared } = status
  const fromField: MetricStatus[] | null =
    cpu === undefined ? null : [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: cpu } } }]
  const conditions = readList(annotations[CONDITIONS], (value) => value as unknown as HorizontalPodAutoscalerCondition)
  return {
    ...shared,
    ...(currentReplicas ? { currentReplicas } : {}),
    currentMetrics: readList(annotations[CURRENT_METRICS], metricStatusFromV1) ?? fromField,
    ...(conditions?.length ? { conditions } : {}),
  }
}

/** The autoscaler as v1 shows it. */
export function fromStored({ metadata, spec, status }: Stored): HorizontalPodAutoscaler {
  const meta = { ...metadata }
  dropRoundTripAnnotations(meta)
  const annotations = annotationsFor(spec, status)
  if (Object.keys(annotations).length > 0) meta.annotations = sortedMap({ ...meta.annotations, ...annotations })
  const { metrics = [], behavior: _, ...shared } = spec
  const cpu = metrics.find(isCpu)?.resource?.target.averageUtilization
  return {
    kind: 'HorizontalPodAutoscaler',
    apiVersion: 'autoscaling/v1',
    metadata: meta,
    spec: { ...shared, ...(cpu === undefined ? {} : { targetCPUUtilizationPercentage: cpu }) },
    status: shownStatus(status),
  }
}

function shownStatus(status: Stored['status']): HorizontalPodAutoscalerStatus {
  const { currentMetrics, conditions: _, currentReplicas = 0, ...shared } = status
  const ofCpu = (currentMetrics ?? []).filter(({ type, resource }) => type === 'Resource' && resource?.name === 'cpu')
  const cpu = ofCpu.findLast(({ resource }) => resource?.current.averageUtilization !== undefined)
  const percentage = cpu?.resource?.current.averageUtilization
  return {
    ...shared,
    currentReplicas,
    ...(percentage === undefined ? {} : { currentCPUUtilizationPercentage: percentage }),
  }
}

function annotationsFor(spec: Stored['spec'], status: Stored['status']): Record<string, string> {
  const annotations: Record<string, string> = {}
  const others = (spec.metrics ?? []).filter((metric) => !isCpu(metric))
  if (others.length > 0) annotations[METRICS] = goJsonText(others.map(metricToV1))
  if (status.currentMetrics?.length)
    annotations[CURRENT_METRICS] = goJsonText(status.currentMetrics.map(metricStatusToV1))
  if (spec.behavior) annotations[BEHAVIOR] = behaviorText(spec.behavior)
  if (status.conditions?.length) annotations[CONDITIONS] = goJsonText(status.conditions)
  return annotations
}
