// What requests without a body are told.
import { describe, expect, it } from 'vitest'
import { startThings } from '../../custom-resources/things.fixture.ts'

describe('bodies that are empty', () => {
  const MAPS = '/api/v1/namespaces/default/configmaps'
  const unrecognized =
    "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)"

  it.each([
    ['POST', MAPS, 'application/json', 400, unrecognized],
    ['PUT', `${MAPS}/a`, 'application/json', 400, unrecognized],
    ['PATCH', `${MAPS}/a`, 'application/merge-patch+json', 400, 'error decoding patch: unexpected end of JSON input'],
    ['PATCH', `${MAPS}/a`, 'application/strategic-merge-patch+json', 400, 'unexpected end of JSON input'],
    [
      'POST',
      MAPS,
      'text/plain',
      415,
      'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    ],
    ['DELETE', `${MAPS}/a`, 'application/json', 200, undefined],
  ])('%s %s of %s', (method, url, type, code, message) => {
    const ask = startThings({ type: 'object' })
    ask('POST', MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } })
    const answer = ask(method, url, undefined, type)
    expect({ code: answer.code, message: answer.body.message }).toEqual({ code, message })
  })
})
