// Makes the sandbox of a pod: under the runtime handler of its class, with an address of its own unless it has the node's.
// Upstream: createPodSandbox in pkg/kubelet/kuberuntime/kuberuntime_sandbox.go; containerd: internal/cri/server/sandbox_run.go.
import type { Pod } from '../../generated/api/core.v1.ts'
import type { RuntimeClass } from '../../generated/api/node.v1.ts'
import { quote } from '../../model/quote.ts'
import { type Co, sleep } from '../containers/coroutine.ts'
import { dnsOf, missingDns } from './dns.ts'
import { hostnameError } from './hostname.ts'
import type { NodeContext } from './node-context.ts'
import { hexId, type PodRuntime } from './runtime.ts'

/** Making a sandbox takes a moment, for its network and its root: how long is ours, near what was recorded. */
const SANDBOX_MS = 600

/** Makes the sandbox; false when it could not be made, which is told. */
export function* makeSandbox(node: NodeContext, pod: Pod, runtime: PodRuntime): Co<boolean> {
  const refused = refusal(node, pod)
  if (refused !== undefined) {
    node.recorder.event(pod, 'Warning', 'FailedCreatePodSandBox', `Failed to create pod sandbox: ${refused}`)
    return false
  }
  const { ips, hostIp, clock, network, recorder, settings } = node
  const missing = missingDns(pod, settings)
  if (missing !== undefined) {
    recorder.eventOn(
      { apiVersion: 'v1', kind: 'Node', name: pod.spec.nodeName ?? '' },
      'Warning',
      'MissingClusterDNS',
      missing.node,
    )
    recorder.event(pod, 'Warning', 'MissingClusterDNS', missing.pod)
  }
  if (pod.spec.dnsConfig)
    for (const problem of dnsOf(pod, settings).problems) recorder.event(pod, 'Warning', 'DNSConfigForming', problem)
  const takes = node.pace.takes(SANDBOX_MS)
  // Making a sandbox may take twice as long as other calls.
  const limit = 2 * node.health.timeout
  yield sleep(clock, Math.min(takes, limit))
  if (takes > limit) {
    const why = 'rpc error: code = DeadlineExceeded desc = context deadline exceeded'
    recorder.event(pod, 'Warning', 'FailedCreatePodSandBox', `Failed to create pod sandbox: ${why}`)
    return false
  }
  const host = pod.spec.hostNetwork === true
  runtime.sandboxIp = host ? hostIp : ips.take()
  if (!host) network.up(runtime.sandboxIp)
  runtime.sandboxReady = true
  return true
}

function refusal(node: NodeContext, pod: Pod): string | undefined {
  const { client, random, runtimeHandlers, userNamespaces, gates } = node
  const unnamed = pod.spec.hostNetwork === true ? undefined : hostnameError(pod, gates, node.settings.clusterDomain)
  if (unnamed !== undefined) return unnamed
  const name = pod.spec.runtimeClassName
  if (!name) return userNamespaces.prepare(pod, '', gates, true)
  const runtimeClass = client.lister.get<RuntimeClass>('runtimeclasses.node.k8s.io', '', name)
  if (runtimeClass === undefined) return `runtimeclass.node.k8s.io ${quote(name)} not found`
  const { handler } = runtimeClass
  const known = runtimeHandlers.includes(handler)
  const why = userNamespaces.prepare(pod, handler, gates, known)
  if (why !== undefined || known) return why
  const sandbox = quote(hexId(random))
  return `rpc error: code = Unknown desc = unable to get OCI runtime for sandbox ${sandbox}: no runtime for ${quote(handler)} is configured`
}
