import { describe, expect, it } from 'vitest'
import type { ConfigMap, Event, Pod } from '../../generated/api/core.v1.ts'
import { DEFAULT_START, Simulator } from '../compose.ts'
import { EventRecorder } from './event-recorder.ts'

const config = (name: string, value = 'a'): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default' },
  data: { value },
})

function stage() {
  const simulator = new Simulator()
  const { clock, environment } = simulator
  clock.runTo(DEFAULT_START)
  const admin = environment.client('admin', ['system:masters'])
  return { ...simulator, clock, environment, admin, component: environment.client('component', ['system:masters']) }
}

describe('a client that is cut off', () => {
  it('gets no answer and knows what it knew', () => {
    const { admin, component } = stage()
    admin.create('configmaps', config('kept'))
    admin.create('configmaps', config('changed'))
    component.cutOff()
    admin.update('configmaps', config('changed', 'b'))
    admin.delete('configmaps', 'default', 'kept')
    admin.create('configmaps', config('new'))
    const names = () => component.lister.list<ConfigMap>('configmaps', 'default').map(({ metadata }) => metadata.name)
    expect(names()).toEqual(['changed', 'kept', 'kube-root-ca.crt'])
    expect(component.lister.get<ConfigMap>('configmaps', 'default', 'changed')?.data).toEqual({ value: 'a' })
    expect(component.create('configmaps', config('mine'))).toMatchObject({ ok: false, status: { code: 0 } })
    const told: string[] = []
    component.whenReached(() => told.push('reached'))
    expect(told).toEqual([])
    component.restore()
    expect(told).toEqual(['reached'])
    expect(names()).toEqual(['changed', 'kube-root-ca.crt', 'new'])
  })

  it('writes its events when it can: the first that failed is tried twelve times, those behind it wait', () => {
    const { clock, store, component } = stage()
    const recorder = new EventRecorder(component, clock, 'component')
    const pod = { metadata: { name: 'p', namespace: 'default', uid: 'u' } } as Pod
    const reasons = () => store.list<Event>('events', 'default').map(({ reason }) => reason)
    component.cutOff()
    recorder.event(pod, 'Normal', 'First', 'm')
    recorder.event(pod, 'Normal', 'Second', 'm')
    clock.runTo(DEFAULT_START + 60_000)
    component.restore()
    clock.runTo(DEFAULT_START + 65_000)
    expect(reasons()).toEqual(['First', 'Second'])
    component.cutOff()
    recorder.event(pod, 'Normal', 'Lost', 'm')
    recorder.event(pod, 'Normal', 'Late', 'm')
    clock.runTo(DEFAULT_START + 65_000 + 106_000)
    component.restore()
    clock.runTo(DEFAULT_START + 300_000)
    expect(reasons()).toEqual(['First', 'Second', 'Late'])
  })
})

it('broken watches tell only the difference afterwards', () => {
  const { admin, clock, environment } = stage()
  admin.create('configmaps', config('gone'))
  admin.create('configmaps', config('changed'))
  const heard: string[] = []
  const ears = environment.informers()
  ears.on<ConfigMap>('configmaps', {
    add: ({ metadata }) => heard.push(`add ${metadata.name}`),
    update: ({ metadata, data }, old) => heard.push(`${metadata.name} ${old.data?.['value']} to ${data?.['value']}`),
    delete: ({ metadata }) => heard.push(`delete ${metadata.name}`),
  })
  clock.runTo(DEFAULT_START)
  heard.length = 0
  ears.hold()
  admin.create('configmaps', config('short'))
  admin.delete('configmaps', 'default', 'short')
  admin.delete('configmaps', 'default', 'gone')
  admin.create('configmaps', config('new'))
  admin.update('configmaps', config('changed', 'b'))
  admin.update('configmaps', config('changed', 'c'))
  clock.runTo(DEFAULT_START + 1000)
  expect(heard).toEqual([])
  ears.resume()
  clock.runTo(DEFAULT_START + 1000)
  expect(heard).toEqual(['changed a to c', 'add new', 'delete gone'])
})
