// What a container leaves out. Upstream: pkg/apis/core/v1/defaults.go (SetDefaults_Container, _Probe, _HTTPGetAction and
// those generated from the types' markers).
import type { HTTPGetAction, Lifecycle, Probe } from '../../../../generated/api/core.v1.ts'
import { defaultResourceList } from './defaults-resources.ts'
import { isLatest } from './image-tag.ts'
import type { AnyContainer } from './visit.ts'

/** Fills in a container of any sort. */
export function defaultContainer(container: AnyContainer): void {
  container.imagePullPolicy ||= isLatest(container.image ?? '') ? 'Always' : 'IfNotPresent'
  container.terminationMessagePath ||= '/dev/termination-log'
  container.terminationMessagePolicy ||= 'File'
  if (container.ports) for (const port of container.ports) port.protocol ||= 'TCP'
  if (container.env) for (const variable of container.env) defaultEnv(variable)
  defaultResourceList(container.resources.limits)
  defaultResourceList(container.resources.requests)
  if (container.livenessProbe) defaultProbe(container.livenessProbe)
  if (container.readinessProbe) defaultProbe(container.readinessProbe)
  if (container.startupProbe) defaultProbe(container.startupProbe)
  if (container.lifecycle) defaultLifecycle(container.lifecycle)
}

function defaultEnv({ valueFrom }: NonNullable<AnyContainer['env']>[number]): void {
  if (valueFrom?.fieldRef) valueFrom.fieldRef.apiVersion ||= 'v1'
  if (valueFrom?.fileKeyRef) valueFrom.fileKeyRef.optional ??= false
}

function defaultProbe(probe: Probe): void {
  probe.timeoutSeconds ||= 1
  probe.periodSeconds ||= 10
  probe.successThreshold ||= 1
  probe.failureThreshold ||= 3
  if (probe.httpGet) defaultHttpGet(probe.httpGet)
  if (probe.grpc) probe.grpc.service ??= ''
}

function defaultLifecycle({ postStart, preStop }: Lifecycle): void {
  if (postStart?.httpGet) defaultHttpGet(postStart.httpGet)
  if (preStop?.httpGet) defaultHttpGet(preStop.httpGet)
}

function defaultHttpGet(action: HTTPGetAction): void {
  action.path ||= '/'
  action.scheme ||= 'HTTP'
}
