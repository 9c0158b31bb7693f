// Whatever arrives over the wire is answered: random and damaged protobuf, random paths, queries and headers never throw.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ADMINISTRATOR, Simulator } from '../../compose.ts'
import { encodeProtobuf, PROTOBUF } from './protobuf/envelope.ts'
import { serveWire } from './wire.ts'

const simulator = new Simulator({ scheduler: false })
const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', labels: { a: 'b' } },
  spec: {
    containers: [{ name: 'c', image: 'i', ports: [{ containerPort: 80 }] }],
    volumes: [{ name: 'v', emptyDir: {} }],
  },
}
const POD_BYTES = encodeProtobuf(pod)

function codeOf(method: string, url: string, headers: Record<string, string>, body: Uint8Array): number {
  const answer = serveWire(simulator.server, { method, url, headers, body, user: ADMINISTRATOR })
  answer.stream?.start(
    () => undefined,
    () => undefined,
  )
  answer.stream?.stop()
  return answer.code
}

const isAnswer = (code: number): boolean => code >= 200 && code < 600
const PODS = '/api/v1/namespaces/default/pods?dryRun=All'

describe('the wire', () => {
  it('answers any bytes that say they are protobuf', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, magic) => {
        const body = magic ? Buffer.concat([Buffer.from('k8s\0'), bytes]) : bytes
        expect(codeOf('POST', PODS, { 'content-type': PROTOBUF }, body)).toSatisfy(isAnswer)
      }),
      { numRuns: 3000, seed: 1 },
    )
  })

  it('answers objects with damaged bytes', () => {
    const damage = fc.array(fc.tuple(fc.nat(POD_BYTES.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(damage, fc.nat(POD_BYTES.length), (changes, length) => {
        const body = Uint8Array.from(POD_BYTES)
        for (const [at, byte] of changes) body[at] = byte
        const sent = length % 3 === 0 ? body.subarray(0, length) : body
        expect(codeOf('POST', PODS, { 'content-type': PROTOBUF }, sent)).toSatisfy(isAnswer)
      }),
      { numRuns: 5000, seed: 2 },
    )
  })

  it('answers any path, query and headers', () => {
    const part = fc.oneof(
      fc.constantFrom('api', 'apis', 'v1', 'apps', 'namespaces', 'default', 'pods', 'status', 'watch', 'openapi', 'v3'),
      fc.constantFrom('livez', 'configmaps', '%2F', '%zz', '..', ''),
      fc.string({ maxLength: 5 }),
    )
    const query = fc.array(
      fc.tuple(
        fc.constantFrom(
          'watch',
          'limit',
          'continue',
          'labelSelector',
          'fieldSelector',
          'resourceVersion',
          'pretty',
          '__proto__',
        ),
        fc.oneof(fc.constantFrom('true', '1', '0', '-1', ''), fc.string({ maxLength: 8 })),
      ),
      { maxLength: 3 },
    )
    const accept = fc.oneof(
      fc.constantFrom(
        'application/json',
        PROTOBUF,
        'application/yaml',
        'application/json;as=Table;v=v1;g=meta.k8s.io',
        `${PROTOBUF};as=PartialObjectMetadata;v=v1;g=meta.k8s.io`,
        'application/json;q=0.5,application/yaml',
      ),
      fc.string({ maxLength: 12 }),
    )
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS')
    fc.assert(
      fc.property(method, fc.array(part, { maxLength: 7 }), query, accept, (verb, parts, pairs, types) => {
        const search = pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
        const dry = verb === 'GET' ? search : `${search}&dryRun=All`
        const code = codeOf(verb, `/${parts.join('/')}?${dry}`, { accept: types }, Buffer.from('{}'))
        expect(code).toSatisfy(isAnswer)
      }),
      { numRuns: 5000, seed: 3 },
    )
  })
})
