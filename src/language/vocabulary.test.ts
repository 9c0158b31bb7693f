import { describe, expect, it } from 'vitest'
import { customKinds } from './manifest-kinds.ts'
import { parseFeature } from './parse-feature.ts'
import { vocabularyOf } from './vocabulary.ts'

const definition = (group: string, ...versions: string[]): unknown => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  spec: {
    group,
    scope: 'Namespaced',
    names: { kind: 'CronTab', plural: 'crontabs' },
    versions: versions.map((name) => ({ name, served: name !== 'v0' })),
  },
})

const found = (definitions: readonly unknown[], ...words: string[]): unknown => {
  const vocabulary = vocabularyOf(customKinds(definitions))
  return words.map((word) => vocabulary.find(word)?.apiVersion)
}

describe('the words of custom kinds', () => {
  it('mean the first version that is served', () => {
    const one = [definition('a.example.com', 'v1beta1', 'v0', 'v2', 'v1')]
    expect(found(one, 'crontab', 'crontabs.a.example.com', 'cron tabs', 'crontab.v1.a.example.com')).toEqual([
      'a.example.com/v2',
      'a.example.com/v2',
      'a.example.com/v2',
      'a.example.com/v1',
    ])
    expect(found(one, 'crontab.v0.a.example.com')).toEqual([undefined])
  })

  it('mean a version that all definitions of the kind serve', () => {
    const two = [definition('a.example.com', 'v1'), definition('a.example.com', 'v2', 'v1')]
    expect(found(two, 'crontab', 'crontab.v2.a.example.com')).toEqual(['a.example.com/v1', 'a.example.com/v2'])
    const apart = [definition('a.example.com', 'v1'), definition('a.example.com', 'v2')]
    expect(found(apart, 'crontab', 'crontab.v1.a.example.com')).toEqual([undefined, 'a.example.com/v1'])
  })

  it('mean nothing where several groups claim them', () => {
    const two = [definition('a.example.com', 'v1'), definition('b.example.com', 'v1')]
    expect(found(two, 'crontab', 'crontab.a.example.com', 'crontab.b.example.com')).toEqual([
      undefined,
      'a.example.com/v1',
      'b.example.com/v1',
    ])
    const text = 'Feature: f\n  Scenario: s\n    Then there is a crontab "a"\n'
    const { diagnostics } = parseFeature(text, { vocabulary: vocabularyOf(customKinds(two)) })
    expect(diagnostics[0]?.hint).toBe('`crontab` may be `crontab.a.example.com` or `crontab.b.example.com`')
  })
})
