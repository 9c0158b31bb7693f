// Who owns what of types whose fields have something of their own.
import { expect, it } from 'vitest'
import { startThings } from '../../custom-resources/things.fixture.ts'
import type { KubeObject } from '../types.ts'

const POD = { containers: [{ name: 'c', image: 'i' }] }
const DAEMONS = {
  selector: { matchLabels: { a: 'b' } },
  template: { metadata: { labels: { a: 'b' } }, spec: POD },
}

it.each<[string, string, object, object]>([
  [
    'an empty list that is null when it is read',
    '/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles',
    { rules: [] },
    { 'f:rules': {} },
  ],
  [
    'a raw object, as a whole',
    '/apis/apps/v1/namespaces/default/controllerrevisions',
    { revision: 1, data: { spec: { x: 1 } } },
    { 'f:data': {}, 'f:revision': {} },
  ],
  [
    'the count of templates a DaemonSet always has',
    '/apis/apps/v1/namespaces/default/daemonsets',
    { spec: DAEMONS },
    { 'f:metadata': { 'f:annotations': { '.': {}, 'f:deprecated.daemonset.template.generation': {} } } },
  ],
  [
    "a volume's claim, field by field",
    '/api/v1/persistentvolumes',
    {
      spec: {
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteOnce'],
        hostPath: { path: '/x' },
        claimRef: { name: 'c', namespace: 'default' },
      },
    },
    { 'f:spec': { 'f:claimRef': { '.': {}, 'f:name': {}, 'f:namespace': {} } } },
  ],
])('%s', (_, path, fields, owned) => {
  const ask = startThings({ type: 'object' })
  const { body } = ask('POST', path, { metadata: { name: 'a' }, ...fields })
  const { managedFields } = body.metadata as KubeObject['metadata']
  expect(managedFields?.[0]?.fieldsV1).toMatchObject(owned)
  if ('f:data' in owned) expect(managedFields?.[0]?.fieldsV1).toEqual(owned)
})
