import { describe, expect, it } from 'vitest'
import type { PodTemplateSpec } from '../../../generated/api/core.v1.ts'
import { goJson, revisionHash, safeEncode, templateHash } from './hash.ts'
import { templatePatch } from './history.ts'

/** As the API server stores `image: nginx:1` with the labels `app: web`. */
const template = {
  metadata: { labels: { app: 'web' } },
  spec: {
    containers: [
      {
        name: 'c',
        image: 'nginx:1',
        resources: {},
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
        imagePullPolicy: 'IfNotPresent',
      },
    ],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
  },
} satisfies PodTemplateSpec

const envOf = (name: string, resourceFieldRef: { resource: string; divisor: string; containerName?: string }) => ({
  env: [{ name, valueFrom: { resourceFieldRef } }],
})

/** As a real server stored a template with the label `a`, from which a real kube-controller-manager v1.36.2 made the hash. */
const labelled = (a: string, container: object, more: object = {}): PodTemplateSpec => {
  const [first] = template.spec.containers
  const own = { ...first!, name: 'a', image: 'b', imagePullPolicy: 'Always', ...container }
  return { metadata: { labels: { a } }, spec: { ...template.spec, containers: [own], ...more } }
}

describe('hashes a real cluster has given', () => {
  it('pod-template-hash', () => {
    expect(templateHash(template, undefined)).toBe('7866ccff64')
  })

  it.each([
    ['d70', '85dff4b58c', { resources: { limits: { cpu: '250m', memory: '64Mi' } } }],
    ['d249', '6bbc9dc5c', { resources: { requests: { cpu: '10m' } } }],
    ['d275', '6c75d4bcc5', { resources: { requests: { cpu: '1200' } } }],
    ['d279', '856685b74d', { resources: { requests: { cpu: '+2' } } }],
    ['d66', 'fb87777f9', envOf('MY_CPU', { containerName: 'app', resource: 'limits.cpu', divisor: '1m' })],
    ['d67', '6c58576f88', envOf('MY_MEM', { resource: 'requests.memory', divisor: '0' })],
  ])('pod-template-hash of quantities: %s', (label, hash, container) => {
    expect(templateHash(labelled(label, container), undefined)).toBe(hash)
  })

  it.each([
    ['d304', '7d86b65ddb', '0'],
    ['d306', '66bfc5f55f', '500M'],
  ])('pod-template-hash of a size limit: %s', (label, hash, sizeLimit) => {
    const volumes = [{ name: 'scratch', emptyDir: { medium: 'Memory', sizeLimit } }]
    expect(templateHash(labelled(label, {}, { volumes }), undefined)).toBe(hash)
  })

  it('is another after a collision', () => {
    expect(templateHash(template, 0)).not.toBe(templateHash(template, undefined))
    expect(templateHash(template, 1)).not.toBe(templateHash(template, 0))
  })

  it('the hash of a ControllerRevision', () => {
    const db = { ...template, metadata: { labels: { app: 'db' } } }
    expect(revisionHash(goJson(templatePatch(db)), 0)).toBe('57679dd759')
  })

  it('writes numbers without vowels', () => {
    expect(safeEncode('0123456789')).toBe('456789bcdf')
  })
})

it('writes JSON as Go does', () => {
  expect(goJson({ b: '<a&b>', a: [{ d: 1, c: null }] })).toBe('{"a":[{"c":null,"d":1}],"b":"\\u003ca\\u0026b\\u003e"}')
})
