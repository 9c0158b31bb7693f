import { describe, expect, it } from 'vitest'
import type { Pod } from '../../../generated/api/core.v1.ts'
import { ADMINISTRATOR, DEFAULT_START, Simulator } from '../../compose.ts'

/** A pod whose probe prints to its log; the kubelet stops after `stops` seconds and starts again a second later. */
function play(seed: number, stops: number, readinessProbe: object, script = 'sleep 3600') {
  const simulator = new Simulator({ nodes: [{ name: 'node-1' }], seed })
  const { clock, server, store, kubelets } = simulator
  kubelets.preload('busybox:1.36')
  const to = (seconds: number): void => clock.runTo(DEFAULT_START + seconds * 1000)
  to(0)
  const log = ['sh', '-c', 'date +%s >> /asked; ! test -e /broken']
  const container = {
    name: 'main',
    image: 'busybox:1.36',
    command: ['sh', '-c', script],
    readinessProbe: { exec: { command: log }, periodSeconds: 20, ...readinessProbe },
  }
  server.handle({
    method: 'POST',
    path: '/api/v1/namespaces/default/pods',
    user: ADMINISTRATOR,
    body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [container] } },
  })
  const kubelet = kubelets.of('node-1')!
  to(stops)
  kubelet.setRunning(false)
  to(stops + 1)
  kubelet.setRunning(true)
  return {
    to,
    /** When the probe was asked since, in seconds after the start. */
    asked: () =>
      (kubelets.exec('default', 'p', 'main', ['cat', '/asked'])?.result()?.stdout ?? '')
        .trim()
        .split('\n')
        .map((second) => Number(second) - DEFAULT_START / 1000)
        .filter((second) => second > stops),
    ready: () => {
      const found = store.get<Pod>('pods', 'default', 'p')?.status.conditions?.find(({ type }) => type === 'Ready')
      return [found?.status, found?.lastTransitionTime]
    },
  }
}

describe('probes of a kubelet that starts again', () => {
  it('begin within a period, each seed at another moment, and go on from there', () => {
    const firsts = [1, 2, 3].map((seed) => {
      const { to, asked } = play(seed, 50, {})
      to(120)
      const times = asked()
      expect(times.slice(0, 2).map((time) => time - times[0]!)).toEqual([0, 0])
      expect(times.slice(2, 4).map((time) => time - times[0]!)).toEqual([20, 40])
      return times[0]!
    })
    for (const first of firsts) expect(first >= 51 && first <= 71).toBe(true)
    expect(new Set(firsts).size).toBe(3)
  })

  it('leave a container ready that was, until they find otherwise', () => {
    const { to, ready } = play(1, 50, { failureThreshold: 2 }, 'sleep 40; touch /broken; sleep 3600')
    to(51)
    expect(ready()).toEqual(['True', '2026-01-01T00:00:00Z'])
    to(75)
    expect(ready()[0]).toBe('False')
  })

  it('ask first whether a container is ready that has only just begun', () => {
    const { to, ready } = play(1, 5, {})
    to(6.5)
    expect(ready()[0]).toBe('False')
    to(30)
    expect(ready()[0]).toBe('True')
  })
})
