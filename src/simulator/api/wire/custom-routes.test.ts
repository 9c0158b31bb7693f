// Requests nobody routes: across all namespaces, of custom resources and their scale.
import { describe, expect, it } from 'vitest'
import { startThings, THINGS } from '../../custom-resources/things.fixture.ts'

const ALL = '/apis/example.com/v1/things'
const schema = {
  type: 'object',
  properties: { spec: { type: 'object', properties: { size: { type: 'integer', maximum: 9 } } } },
}
const scale = { specReplicasPath: '.spec.size', statusReplicasPath: '.status.replicas' }
const start = (): ReturnType<typeof startThings> => startThings(schema, { status: {}, scale })
const thing = { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 't' } }
const NO_PAGE = '404 page not found\n'
const NO_METHOD = 'the server does not allow this method on the requested resource'
const NO_PATH = 'the server could not find the requested resource'
const unsupported = (verb: string): string => `${verb} is not supported on resources of kind "things.example.com"`

describe('a request', () => {
  it.each([
    ['POST', ALL, 404, NO_PAGE],
    ['DELETE', ALL, 404, NO_PAGE],
    ['GET', `${ALL}/t`, 404, NO_PAGE],
    ['GET', `${THINGS}/t/more`, 404, 'things.example.com "t" not found'],
    ['POST', `${THINGS}/t/status`, 405, unsupported('create')],
    ['DELETE', `${THINGS}/t/scale`, 405, unsupported('delete')],
    ['PUT', THINGS, 400, 'name must be provided'],
    ['PATCH', THINGS, 400, 'name must be provided'],
    ['POST', '/api/v1/pods', 405, NO_METHOD],
    ['DELETE', '/api/v1/pods', 405, NO_METHOD],
    ['GET', '/api/v1/pods/x', 404, NO_PATH],
    ['POST', '/apis/authorization.k8s.io/v1/localsubjectaccessreviews', 404, NO_PATH],
  ])('%s %s is refused', (method, url, code, message) => {
    expect(start()(method, url, {})).toMatchObject({ code, body: { message } })
  })

  it('across all namespaces may list', () => {
    const ask = start()
    ask('POST', THINGS, thing)
    expect(ask('GET', ALL)).toMatchObject({ code: 200, body: { items: [{ metadata: { name: 't' } }] } })
    expect(ask('GET', '/api/v1/pods')).toMatchObject({ code: 200, body: { items: [] } })
  })
})

describe('the scale of a custom resource', () => {
  const MERGE = 'application/merge-patch+json'

  it('is there where its replicas are', () => {
    const ask = start()
    ask('POST', THINGS, thing)
    expect(ask('GET', `${THINGS}/t/scale`)).toMatchObject({
      code: 500,
      body: { message: 'Internal error occurred: the spec replicas field ".spec.size" does not exist' },
    })
    expect(ask('PATCH', `${THINGS}/t/scale`, {}, MERGE)).toMatchObject({
      code: 400,
      body: { message: 'the spec replicas field ".spec.size" cannot be empty' },
    })
    expect(ask('PATCH', `${THINGS}/t/scale`, { spec: { replicas: 5 } }, MERGE)).toMatchObject({ code: 200 })
    expect(ask('GET', `${THINGS}/t/scale`)).toMatchObject({ code: 200, body: { spec: { replicas: 5 } } })
  })

  it('is judged by the rules of the resource', () => {
    const ask = start()
    ask('POST', THINGS, thing)
    expect(ask('PATCH', `${THINGS}/t/scale`, { spec: { replicas: -1 } }, MERGE)).toMatchObject({
      code: 422,
      body: {
        message: 'Thing.example.com "t" is invalid: .spec.size: Invalid value: -1: should be a non-negative integer',
      },
    })
    expect(ask('PATCH', `${THINGS}/t/scale`, { spec: { replicas: 10 } }, MERGE)).toMatchObject({
      code: 422,
      body: {
        message:
          'Thing.example.com "t" is invalid: spec.size: Invalid value: 10: spec.size in body should be less than or equal to 9',
      },
    })
  })

  it('knows no strategic patches', () => {
    const ask = start()
    ask('POST', THINGS, thing)
    expect(ask('PATCH', `${THINGS}/t/scale`, {}, 'application/strategic-merge-patch+json')).toMatchObject({
      code: 415,
      body: {
        message:
          'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
      },
    })
  })
})
