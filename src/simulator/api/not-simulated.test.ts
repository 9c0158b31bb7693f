import { describe, expect, it } from 'vitest'
import { notSimulatedFields } from '../data/not-simulated.ts'
import { fieldsOfType } from '../data/schema.ts'
import { notSimulatedIn } from './not-simulated.ts'

describe('notSimulatedIn', () => {
  it('names the fields of an object that nothing acts on, once each', () => {
    const containers = [
      { name: 'a', image: 'i', volumeDevices: [{ name: 'v', devicePath: '/dev/v' }] },
      { name: 'b', image: 'i', volumeDevices: [{ name: 'v', devicePath: '/dev/v' }] },
    ]
    const template = { spec: { hostUsers: false, containers } }
    const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' }, spec: { template } }
    expect(notSimulatedIn(object)).toEqual([
      'spec.template.spec.containers[].volumeDevices is NotSimulated: block devices are not attached',
      'spec.template.spec.hostUsers is NotSimulated: a container’s users are shown their range, but not kept apart by it',
    ])
  })

  it('names kinds that bring nothing about', () => {
    const object = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: {}, spec: {} }
    expect(notSimulatedIn(object)).toEqual([
      'NetworkPolicy is NotSimulated: no traffic is simulated yet, so none is held back',
    ])
  })

  it('is silent about values that ask for nothing', () => {
    const service = (spec: object) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 's' }, spec })
    expect(notSimulatedIn(service({ sessionAffinity: 'None', externalTrafficPolicy: 'Cluster' }))).toEqual([])
    expect(notSimulatedIn(service({ sessionAffinity: 'ClientIP', externalTrafficPolicy: 'Local' }))).toEqual([
      'spec.sessionAffinity is NotSimulated: every connection may reach another endpoint',
      'spec.externalTrafficPolicy is NotSimulated: no traffic from outside is simulated',
    ])
    const spec = { hostUsers: true, hostPID: false, containers: [{ name: 'a', volumeDevices: [] }] }
    expect(notSimulatedIn({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec })).toEqual([])
  })

  it('is silent about everything else', () => {
    expect(notSimulatedIn({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { a: 'b' } })).toEqual(
      [],
    )
    expect(notSimulatedIn(null)).toEqual([])
  })

  it('every field of the table exists', () => {
    for (const [type, fields] of Object.entries(notSimulatedFields)) {
      const names = fieldsOfType(type)?.map((f) => f.name)
      expect(names, type).toEqual(expect.arrayContaining(Object.keys(fields)))
    }
  })
})
