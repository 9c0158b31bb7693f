import { expect, it } from 'vitest'
import { aggregatedResources } from './remote-discovery.ts'

const verbs = ['get', 'list']

it('lists resources with their subresources', () => {
  const lines = [
    { name: 'loads', singularName: 'load', namespaced: true, kind: 'Load', verbs, shortNames: ['ld'] },
    { name: 'loads/scale', namespaced: true, group: 'autoscaling', version: 'v1', kind: 'Scale', verbs: ['get'] },
    { name: 'reports/log', kind: '', verbs: ['get'] },
  ]
  const none = { group: '', version: '', kind: '' }
  const scale = { group: 'autoscaling', version: 'v1', kind: 'Scale' }
  expect(aggregatedResources(lines)).toEqual([
    {
      resource: 'loads',
      responseKind: { group: '', version: '', kind: 'Load' },
      scope: 'Namespaced',
      singularResource: 'load',
      verbs,
      shortNames: ['ld'],
      subresources: [{ subresource: 'scale', responseKind: scale, verbs: ['get'] }],
    },
    {
      resource: 'reports',
      responseKind: none,
      scope: 'Cluster',
      singularResource: '',
      verbs: null,
      subresources: [{ subresource: 'log', responseKind: none, verbs: ['get'] }],
    },
  ])
})

it('has nothing where scopes contradict', () => {
  const lines = [
    { name: 'loads', namespaced: true, kind: 'Load', verbs },
    { name: 'loads/scale', kind: 'Scale', verbs },
  ]
  expect(aggregatedResources(lines)).toBeUndefined()
})
