// Which events NodeResourcesFit asks for, and what it makes of each.
import { describe } from 'vitest'
import { aNode, aPod, hintTable } from './hints.fixture.ts'

const asking = (name: string, requests: Record<string, string>, more: object = {}, metadata: object = {}) =>
  aPod(name, { containers: [{ name: 'c', resources: { requests } }], ...more }, { metadata })
const offering = (allocatable: Record<string, string>) => aNode({}, {}, { allocatable: { pods: '10', ...allocatable } })
const placed = { nodeName: 'node' }
const gpu = { metadata: { name: 'gpu' }, spec: { extendedResourceName: 'example.com/gpu' } }
const plain = { metadata: { name: 'gpu' }, spec: {} }

describe('NodeResourcesFit', () => {
  const small = offering({ cpu: '1', memory: '1Gi' })
  hintTable('node-resources-fit', asking('pod', { cpu: '2' }), {
    'a placed pod went': { on: ['pods', 'Delete'], old: aPod('other', placed), is: 'Queue' },
    'a nominated pod went': {
      on: ['pods', 'Delete'],
      old: aPod('other', {}, { status: { nominatedNodeName: 'node' } }),
      is: 'Queue',
    },
    'a pod without a place went': { on: ['pods', 'Delete'], old: aPod('other'), is: 'Skip' },
    'the pod itself asks for less': {
      on: ['pods', 'UpdatePodScaleDown'],
      old: asking('pod', { cpu: '3' }),
      next: asking('pod', { cpu: '2' }),
      is: 'Queue',
    },
    'a placed pod asks for less of it': {
      on: ['pods', 'UpdatePodScaleDown'],
      old: asking('other', { cpu: '3' }, placed),
      next: asking('other', { cpu: '2' }, placed),
      is: 'Queue',
    },
    'a placed pod asks for less of something else': {
      on: ['pods', 'UpdatePodScaleDown'],
      old: asking('other', { cpu: '3', memory: '2Gi' }, placed),
      next: asking('other', { cpu: '3', memory: '1Gi' }, placed),
      is: 'Skip',
    },
    'a waiting pod asks for less of it': {
      on: ['pods', 'UpdatePodScaleDown'],
      old: asking('other', { cpu: '3' }),
      next: asking('other', { cpu: '2' }),
      is: 'Skip',
    },
    'a pod came': { on: ['pods', 'Add'], next: aPod('other', placed), is: 'not asked for' },
    'a node that is large enough came': { on: ['nodes', 'Add'], next: offering({ cpu: '2' }), is: 'Queue' },
    'one that is too small': { on: ['nodes', 'Add'], next: small, is: 'Skip' },
    'one that takes no pods': { on: ['nodes', 'Add'], next: offering({ cpu: '2', pods: '0' }), is: 'Skip' },
    'a node grew enough': {
      on: ['nodes', 'UpdateNodeAllocatable'],
      old: small,
      next: offering({ cpu: '2' }),
      is: 'Queue',
    },
    'a node grew too little': {
      on: ['nodes', 'UpdateNodeAllocatable'],
      old: small,
      next: offering({ cpu: '1500m' }),
      is: 'Skip',
    },
    'a node that fits grew where it does not count': {
      on: ['nodes', 'UpdateNodeAllocatable'],
      old: offering({ cpu: '4', memory: '1Gi' }),
      next: offering({ cpu: '4', memory: '2Gi' }),
      is: 'Skip',
    },
    'a node that fits takes more pods': {
      on: ['nodes', 'UpdateNodeAllocatable'],
      old: offering({ cpu: '4' }),
      next: offering({ cpu: '4', pods: '11' }),
      is: 'Queue',
    },
    'a node that fits takes fewer pods': {
      on: ['nodes', 'UpdateNodeAllocatable'],
      old: offering({ cpu: '4' }),
      next: offering({ cpu: '4', pods: '9' }),
      is: 'Skip',
    },
    'labels changed': {
      on: ['nodes', 'UpdateNodeLabel'],
      old: small,
      next: offering({ cpu: '2' }),
      is: 'not asked for',
    },
  })

  describe('of extended resources', () => {
    const pod = asking('pod', { 'example.com/gpu': '1' })
    hintTable('node-resources-fit', pod, {
      'a class for it came': { on: ['deviceclasses.resource.k8s.io', 'Add'], next: gpu, is: 'Queue' },
      'a class by the name the pod spells came': {
        on: ['deviceclasses.resource.k8s.io', 'Add'],
        pod: asking('pod', { 'deviceclass.resource.kubernetes.io/gpu': '1' }),
        next: plain,
        is: 'Queue',
      },
      'another class came': { on: ['deviceclasses.resource.k8s.io', 'Add'], next: plain, is: 'Skip' },
      'a class serves it now': { on: ['deviceclasses.resource.k8s.io', 'Update'], old: plain, next: gpu, is: 'Queue' },
      'a class served it before': { on: ['deviceclasses.resource.k8s.io', 'Update'], old: gpu, next: gpu, is: 'Skip' },
      'a class serves it no more': {
        on: ['deviceclasses.resource.k8s.io', 'Update'],
        old: gpu,
        next: plain,
        is: 'Skip',
      },
      'a node without it came': { on: ['nodes', 'Add'], next: offering({}), is: 'Skip' },
      'a node with it came': { on: ['nodes', 'Add'], next: offering({ 'example.com/gpu': '1' }), is: 'Queue' },
    })
  })

  describe('of extended resources that a class serves', () => {
    const objects = { 'deviceclasses.resource.k8s.io': [gpu] }
    hintTable(
      'node-resources-fit',
      asking('pod', { 'example.com/gpu': '1' }),
      {
        'a node without it came': { on: ['nodes', 'Add'], next: offering({}), is: 'Queue' },
        'any node changed': {
          on: ['nodes', 'UpdateNodeAllocatable'],
          old: offering({}),
          next: offering({}),
          is: 'Queue',
        },
        'a node that has too few itself came': {
          on: ['nodes', 'Add'],
          pod: asking('pod', { 'example.com/gpu': '2' }),
          next: offering({ 'example.com/gpu': '1' }),
          is: 'Skip',
        },
      },
      { objects },
    )
  })
})
