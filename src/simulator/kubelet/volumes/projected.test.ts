import { expect, it } from 'vitest'
import type { Event } from '../../../generated/api/core.v1.ts'
import { ADMINISTRATOR, DEFAULT_START, Simulator } from '../../compose.ts'

/** A pod that has a ConfigMap as files, as one file and as a variable, and its own labels as a file. */
function stage() {
  const simulator = new Simulator({ nodes: [{ name: 'n1' }] })
  const { clock, server, store, kubelets } = simulator
  kubelets.preload('busybox:1.36')
  const to = (seconds: number): void => clock.runTo(DEFAULT_START + seconds * 1000)
  to(0)
  const ask = (method: string, path: string, body?: object) =>
    server.handle({
      method,
      path: `/api/v1/namespaces/default/${path}`,
      user: ADMINISTRATOR,
      ...(body === undefined ? {} : { body }),
      ...(method === 'PATCH' ? { contentType: 'application/merge-patch+json' } : {}),
    })
  ask('POST', 'configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'game' }, data: { lives: '3' } })
  const container = {
    name: 'app',
    image: 'busybox:1.36',
    command: ['sleep', '3600'],
    env: [{ name: 'LIVES', valueFrom: { configMapKeyRef: { name: 'game', key: 'lives' } } }],
    volumeMounts: [
      { name: 'game', mountPath: '/game' },
      { name: 'game', mountPath: '/one/lives', subPath: 'lives' },
      { name: 'own', mountPath: '/own' },
    ],
  }
  const labels = { path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }
  const volumes = [
    { name: 'game', configMap: { name: 'game' } },
    { name: 'own', downwardAPI: { items: [labels] } },
  ]
  const metadata = { name: 'p', labels: { color: 'red' } }
  ask('POST', 'pods', { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [container], volumes } })
  return {
    to,
    ask,
    kubelet: () => kubelets.of('n1')!,
    run: (script: string) => kubelets.exec('default', 'p', 'app', ['sh', '-c', script])?.result()?.stdout.trim(),
    failures: () =>
      store.history.flatMap(({ resource, object, at }) =>
        resource === 'events' && (object as Event).reason === 'FailedMount'
          ? [[(at - DEFAULT_START) / 1000, (object as Event).message]]
          : [],
      ),
  }
}

const all = 'cat /game/lives /one/lives; echo $LIVES'

it('shows changes with the next sync of the pod, all at once; one file and variables stay', () => {
  const { to, ask, run } = stage()
  to(10)
  ask('PATCH', 'configmaps/game', { data: { lives: '4' } })
  to(60)
  ask('PATCH', 'configmaps/game', { data: { more: 'yes' } })
  to(73)
  expect(run(`ls /game; ${all}`)).toBe('lives\n333')
  to(75)
  expect(run(`ls /game; ${all}`)).toBe('lives\nmore\n433')
  ask('PATCH', 'configmaps/game', { data: { lives: '5' } })
  to(146)
  expect(run(all)).toBe('433')
  to(148)
  expect(run(all)).toBe('533')
})

it('keeps the files of an object that is gone, and says so again and again until it is back', () => {
  const { to, ask, run, failures } = stage()
  to(10)
  ask('DELETE', 'configmaps/game')
  to(80)
  const message = 'MountVolume.SetUp failed for volume "game" : configmap "game" not found'
  expect(failures()).toEqual([73.1, 73.6, 74.6, 76.6].map((at) => [at, message]))
  expect(run('cat /game/lives')).toBe('3')
  ask('POST', 'configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'game' }, data: { lives: '9' } })
  to(82)
  expect(run('cat /game/lives')).toBe('9')
})

it('shows what the pod is called as soon as it is called so', () => {
  const { to, ask, run } = stage()
  to(10)
  ask('PATCH', 'pods/p', { metadata: { labels: { color: 'blue' } } })
  to(10.9)
  expect(run('cat /own/labels')).toBe('color="blue"')
})

it('writes all anew when the kubelet starts', () => {
  const { to, ask, run, kubelet } = stage()
  to(10)
  kubelet().setRunning(false)
  ask('PATCH', 'configmaps/game', { data: { lives: '4' } })
  to(20)
  kubelet().setRunning(true)
  to(21)
  expect(run('cat /game/lives')).toBe('4')
})
