// Which events DynamicResources asks for, and what it makes of each.
import { describe } from 'vitest'
import { aNode, aPod, hintTable } from '../hints.fixture.ts'

const claims = 'resourceclaims.resource.k8s.io'
const claim = (name: string, status: object = {}, metadata: object = {}) => ({
  metadata: { name, namespace: 'default', uid: name, ...metadata },
  spec: {},
  status,
})
const allocated = { allocation: { devices: {} } }
const named = { resourceClaims: [{ name: 'gpu', resourceClaimName: 'mine' }] }
const templated = { resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 'gpus' }] }
const made = { status: { resourceClaimStatuses: [{ name: 'gpu', resourceClaimName: 'pod-gpu' }] } }
const owned = { ownerReferences: [{ uid: 'pod', controller: true }] }

describe('DynamicResources', () => {
  const objects = { [claims]: [claim('mine'), claim('pod-gpu', {}, owned)] }
  const cases = {
    'its claim came': { on: [claims, 'Add'], next: claim('mine'), is: 'Queue' },
    'another claim came': { on: [claims, 'Add'], next: claim('other'), is: 'Skip' },
    'another claim gave its devices back': {
      on: [claims, 'Update'],
      old: claim('other', allocated),
      next: claim('other'),
      is: 'Queue',
    },
    'another claim got devices': {
      on: [claims, 'Update'],
      old: claim('other'),
      next: claim('other', allocated),
      is: 'Skip',
    },
    'the status of its claim changed': {
      on: [claims, 'Update'],
      old: claim('mine'),
      next: claim('mine', allocated),
      is: 'Queue',
    },
    'something else of it did': {
      on: [claims, 'Update'],
      old: claim('mine'),
      next: claim('mine', {}, { finalizers: ['x'] }),
      is: 'Skip',
    },
    'a claim went': { on: [claims, 'Delete'], old: claim('other', allocated), is: 'not asked for' },
    'its claim was made': {
      on: ['pods', 'UpdatePodGeneratedResourceClaim'],
      pod: aPod('pod', templated),
      next: aPod('pod', templated, made),
      is: 'Queue',
    },
    'not all were': {
      on: ['pods', 'UpdatePodGeneratedResourceClaim'],
      pod: aPod('pod', templated),
      next: aPod('pod', templated),
      is: 'Skip',
    },
    'that of another pod was': {
      on: ['pods', 'UpdatePodGeneratedResourceClaim'],
      next: aPod('other', named),
      is: 'Skip',
    },
    'its labels changed': { on: ['pods', 'UpdatePodLabel'], next: aPod('pod', named), is: 'not asked for' },
    'a node came': { on: ['nodes', 'Add'], next: aNode(), is: 'Queue' },
    'a node has other labels': { on: ['nodes', 'UpdateNodeLabel'], next: aNode(), is: 'Queue' },
    'a node has more room': { on: ['nodes', 'UpdateNodeAllocatable'], next: aNode(), is: 'Queue' },
    'a node has other taints': { on: ['nodes', 'UpdateNodeTaint'], next: aNode(), is: 'not asked for' },
    'a class came': { on: ['deviceclasses.resource.k8s.io', 'Add'], next: claim('class'), is: 'Queue' },
    'a class changed': { on: ['deviceclasses.resource.k8s.io', 'Update'], next: claim('class'), is: 'Queue' },
    'devices came': { on: ['resourceslices.resource.k8s.io', 'Add'], next: claim('slice'), is: 'Queue' },
    'devices changed': { on: ['resourceslices.resource.k8s.io', 'Update'], next: claim('slice'), is: 'Queue' },
    'devices went': { on: ['resourceslices.resource.k8s.io', 'Delete'], old: claim('slice'), is: 'not asked for' },
  } as const
  hintTable('dynamic-resources', aPod('pod', named), cases, { objects })

  describe('while the claim is missing', () => {
    hintTable('dynamic-resources', aPod('pod', named), {
      'another claim gave its devices back': {
        ...cases['another claim gave its devices back'],
        is: 'Skip',
      },
    })
  })
})
