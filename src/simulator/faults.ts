// Faults of the cluster itself: nodes cut off, kubelets that stop, an API server that does not do its work, watches that break,
// controllers that stop. Each is brought about where it would happen, at a moment of cluster time.
import { NODE_LEASES } from './client/heartbeats.ts'
import type { ProcessChange, Simulator } from './compose.ts'
import type { Kubelet } from './kubelet/kubelet.ts'

/** What may go wrong, and come right again. */
export type Fault =
  | { readonly is: 'partition'; readonly node: string; readonly on: boolean }
  | { readonly is: 'kubelet'; readonly node: string; readonly what: 'stops' | 'starts' | 'restarts' }
  | { readonly is: 'slow'; readonly node: string; readonly times: number; readonly milliseconds: number }
  | { readonly is: 'clock'; readonly node: string; readonly ahead: number }
  | { readonly is: 'answers'; readonly code: number; readonly milliseconds?: number }
  | { readonly is: 'answersAgain' }
  | { readonly is: 'watches'; readonly milliseconds: number }
  | { readonly is: 'controller'; readonly name: string; readonly on: boolean }
  | { readonly is: 'scheduler' | 'controllerManager'; readonly what: ProcessChange }

/** How long a kubelet is away when it restarts. */
const RESTART_MS = 1000

/** Brings a fault about; the text says why it cannot be. */
export function bringAbout(simulator: Simulator, fault: Fault): string | undefined {
  const { server, clock } = simulator
  // What of the nodes is heard, and when, is now of interest.
  simulator.environment.heartbeats.writeOnTime(NODE_LEASES)
  simulator.environment.heartbeats.lookAtNodes()
  switch (fault.is) {
    case 'partition':
      return onNode(simulator, fault.node, (kubelet) => kubelet.setReachable(!fault.on))
    case 'kubelet':
      return onNode(simulator, fault.node, (kubelet) => {
        kubelet.setRunning(fault.what === 'starts')
        if (fault.what === 'restarts') clock.after(RESTART_MS, () => kubelet.setRunning(true))
      })
    case 'slow':
      return onNode(simulator, fault.node, (kubelet) => kubelet.setPace(fault.times, fault.milliseconds))
    case 'clock':
      return onNode(simulator, fault.node, (kubelet) => kubelet.setAhead(fault.ahead))
    case 'answers': {
      server.outage = fault.code
      if (fault.milliseconds !== undefined)
        clock.after(fault.milliseconds, () => {
          server.outage = undefined
        })
      return undefined
    }
    case 'answersAgain':
      server.outage = undefined
      return undefined
    case 'watches':
      simulator.breakWatches(fault.milliseconds)
      return undefined
    case 'controller':
      return simulator.controllers.setController(fault.name, fault.on)
        ? undefined
        : `there is no controller "${fault.name}"`
    case 'scheduler':
      simulator.setScheduler(fault.what)
      return undefined
    case 'controllerManager':
      simulator.setControllerManager(fault.what)
      return undefined
  }
}

function onNode({ kubelets, clock }: Simulator, node: string, act: (kubelet: Kubelet) => void): string | undefined {
  const kubelet = kubelets.of(node)
  if (kubelet === undefined) return `there is no node "${node}" of the cluster's own`
  clock.as(kubelet.actor, () => act(kubelet))
  return undefined
}
