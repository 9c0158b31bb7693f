import { expect, it } from 'vitest'
import { ADMINISTRATOR, bringAbout, Simulator } from '../compose.ts'

const START = Date.parse('2026-01-01T00:00:00Z')
const PODS = '/api/v1/namespaces/default/pods'

/** A node on which everything takes five seconds longer, with a pod that runs. */
function stage() {
  const simulator = new Simulator({ nodes: [{ name: 'n1' }] })
  const { clock, server, store } = simulator
  clock.runTo(START)
  const spec = { nodeName: 'n1', containers: [{ name: 'app', image: 'nginx' }] }
  const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec }
  server.handle({ method: 'POST', path: PODS, user: ADMINISTRATOR, body })
  clock.runTo(START + 10_000)
  bringAbout(simulator, { is: 'slow', node: 'n1', times: 1, milliseconds: 5000 })
  return {
    simulator,
    to: (seconds: number) => clock.runTo(START + seconds * 1000),
    crash: () => simulator.kubelets.happen('default', 'p', 'app', { is: 'exits', code: 1 }),
    remove: () => server.handle({ method: 'DELETE', path: `${PODS}/p`, user: ADMINISTRATOR }),
    /** When the node wrote to the pod, in seconds. */
    writes: () =>
      store.history
        .filter(({ resource, by, at }) => resource === 'pods' && by.startsWith('system:node') && at > START + 10_000)
        .map(({ at }) => (at - START) / 1000),
    there: () => store.get('pods', 'default', 'p') !== undefined,
  }
}

it('tells what has happened five seconds later', () => {
  const { to, crash, writes } = stage()
  crash()
  to(60)
  // Seen after five and a half seconds; the new container after five more, made in five.
  expect(writes()).toEqual([20.5, 30.7])
})

it('begins nothing while its runtime is thought to be down', () => {
  const { simulator, to, crash, writes } = stage()
  bringAbout(simulator, { is: 'slow', node: 'n1', times: 1, milliseconds: 40_000 })
  to(44.5)
  crash()
  to(140)
  // Seen after 75 seconds, when the last answer is 35 seconds old; the next comes after 85, and is found 1.3 seconds later.
  expect(writes()).toEqual([136.3])
})

it('tells nothing any more once it is down', () => {
  const { simulator, to, crash, writes } = stage()
  crash()
  to(16)
  simulator.kubelets.setUp('n1', false)
  to(60)
  expect(writes()).toEqual([])
})

it('tells what it knows when its kubelet has started again', () => {
  const { simulator, to, crash, writes } = stage()
  crash()
  to(16)
  bringAbout(simulator, { is: 'kubelet', node: 'n1', what: 'stops' })
  to(60)
  expect(writes()).toEqual([])
  bringAbout(simulator, { is: 'kubelet', node: 'n1', what: 'starts' })
  to(90)
  expect(writes()[0]).toBe(65)
})

it('lets a pod go when the last word on it has been said, also by the next process', () => {
  const { simulator, to, remove, there } = stage()
  remove()
  to(22)
  expect(there()).toBe(true)
  bringAbout(simulator, { is: 'kubelet', node: 'n1', what: 'restarts' })
  to(60)
  expect(there()).toBe(false)
})
