// What was given, but empty: upstream tells it from nothing until it is stored.
import { describe, expect, it } from 'vitest'
import type { Pod, PodSpec } from '../../../../generated/api/core.v1.ts'
import { decode } from '../../../api/codec/decode.ts'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { validateEphemeralContainers } from './containers/ephemeral-containers.ts'
import { internalPodSpec } from './internal-form.ts'
import { validateTemplateMeta } from './volumes/claim-template.ts'

function specOf(spec: object): PodSpec {
  const { object } = decode({ spec }, 'core.v1.Pod', { strictness: 'Ignore' })
  return (object as unknown as Pod).spec
}

const said = (errors: FieldErrors): readonly string[] => errors.list.map(({ field, body }) => `${field}: ${body}`)

describe('an ephemeral container', () => {
  it.each([
    ['ports', { ports: [] }],
    ['resizePolicy', { resizePolicy: [] }],
    ['restartPolicyRules', { restartPolicyRules: [] }],
    ['resources', { resources: { limits: {} } }],
  ])('may not have %s, not even none', (field, more) => {
    const container = { name: 'e', image: 'i', terminationMessagePolicy: 'File', imagePullPolicy: 'Always', ...more }
    const spec = specOf({ containers: [{ name: 'c' }], ephemeralContainers: [container] })
    const errors = new FieldErrors()
    validateEphemeralContainers(spec.ephemeralContainers ?? [], Path.of('e'), errors, { spec } as never)
    expect(said(errors)).toEqual([`e[0].${field}: Forbidden: cannot be set for an Ephemeral Container`])
  })
})

describe("a claim's template", () => {
  it.each([
    ['finalizers', { finalizers: [] }],
    ['ownerReferences', { ownerReferences: [] }],
    ['deletionGracePeriodSeconds', { deletionGracePeriodSeconds: 0 }],
  ])('may not have %s, not even none', (field, metadata) => {
    const spec = specOf({ volumes: [{ name: 'v', ephemeral: { volumeClaimTemplate: { metadata, spec: {} } } }] })
    const errors = new FieldErrors()
    validateTemplateMeta(spec.volumes?.[0]?.ephemeral?.volumeClaimTemplate?.metadata, Path.of('metadata'), errors)
    expect(said(errors)).toEqual([`metadata.${field}: Forbidden: cannot be set`])
  })

  it('may have what is empty in any case', () => {
    const errors = new FieldErrors()
    validateTemplateMeta({ name: '', labels: { a: 'b' } }, Path.of('metadata'), errors)
    expect(said(errors)).toEqual([])
  })
})

it('is shown empty in the internal form, but not once it was stored', () => {
  const spec = specOf({ containers: [{ name: 'c', ports: [], resources: { requests: {} } }] })
  expect(JSON.stringify(internalPodSpec(spec, true))).not.toMatch(/\[\]|\{\}/)
  const [container] = internalPodSpec(spec)['Containers'] as { Ports: unknown; Env: unknown; Resources: unknown }[]
  expect(container?.Ports).toEqual([])
  expect(container?.Env).toBeNull()
  expect(container?.Resources).toEqual({ Limits: null, Requests: {}, Claims: null })
})
