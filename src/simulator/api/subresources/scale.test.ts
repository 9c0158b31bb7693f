import { describe, expect, it } from 'vitest'
import { ADMINISTRATOR, Simulator } from '../../compose.ts'
import type { KubeObject } from '../types.ts'

const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments'
const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx' }] } }
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { replicas: 2, selector: { matchLabels: { app: 'web' } }, template },
}

function cluster() {
  const { server } = new Simulator({ controllers: [], scheduler: false })
  const send = (method: string, path: string, body?: unknown, query = {}, contentType = 'application/json') =>
    server.handle({ method, path, body, query, contentType, user: ADMINISTRATOR })
  const apply = (replicas: number, query: object) => {
    const scale = { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name: 'web' }, spec: { replicas } }
    return send('PATCH', `${DEPLOYMENTS}/web/scale`, scale, query, 'application/apply-patch+yaml')
  }
  const owners = (): unknown => {
    const { metadata } = send('GET', `${DEPLOYMENTS}/web`).body as KubeObject
    return metadata.managedFields?.map(({ manager, operation, subresource, apiVersion, fieldsV1 }) => {
      const spec = (fieldsV1 as { 'f:spec': object })['f:spec']
      return [manager, operation, subresource, apiVersion, 'f:replicas' in spec]
    })
  }
  send('POST', DEPLOYMENTS, deployment, { fieldManager: 'creator' })
  return { send, apply, owners }
}

describe('applying a Scale', () => {
  it('is a conflict with whoever owns the replicas', () => {
    const { apply, owners } = cluster()
    const { code, body } = apply(5, { fieldManager: 'scaler' })
    expect({ code, message: (body as { message?: string }).message }).toEqual({
      code: 409,
      message: 'Apply failed with 1 conflict: conflict with "creator" using autoscaling/v1: .spec.replicas',
    })
    expect(owners()).toEqual([['creator', 'Update', undefined, 'apps/v1', true]])
  })

  it('takes the replicas over by force, and is the same again', () => {
    const { apply, owners, send } = cluster()
    expect(apply(5, { fieldManager: 'scaler', force: 'true' })).toMatchObject({
      code: 200,
      body: { kind: 'Scale', spec: { replicas: 5 } },
    })
    const taken = [
      ['scaler', 'Apply', 'scale', 'apps/v1', true],
      ['creator', 'Update', undefined, 'apps/v1', false],
    ]
    expect(owners()).toEqual(taken)
    const { resourceVersion } = (send('GET', `${DEPLOYMENTS}/web`).body as KubeObject).metadata
    expect(apply(5, { fieldManager: 'scaler' })).toMatchObject({ code: 200, body: { metadata: { resourceVersion } } })
    expect(owners()).toEqual(taken)
  })
})
