import { describe, expect, it } from 'vitest'
import { renderDiagnostic } from './diagnostic.ts'
import { parseFeature } from './parse-feature.ts'

function faults(text: string): string[] {
  return parseFeature(text, { file: 'f.feature' }).diagnostics.map((d) => renderDiagnostic(d, text))
}

const feature = (steps: string): string => `Feature: F\n\n  Scenario: S\n${steps}\n`

describe('parseFeature', () => {
  it('makes a typed tree', () => {
    const text = feature(
      '    Given a cluster with 2 nodes\n    When I apply:\n      """yaml\n      kind: Pod\n      apiVersion: v1\n      """\n    Then its spec.replicas is 3 within 5m',
    )
    const { feature: tree, diagnostics } = parseFeature(text)
    expect(diagnostics).toEqual([])
    expect(tree?.scenarios.map((s) => s.steps.map((t) => ({ sentence: t.sentence, below: t.argument?.type })))).toEqual(
      [
        [
          { sentence: { sentence: 'given/cluster/plain', nodes: 2 }, below: undefined },
          { sentence: { sentence: 'when/apply/text', tail: {} }, below: 'manifest' },
          {
            sentence: {
              sentence: 'then/field/is',
              subject: { is: 'it' },
              path: { text: 'spec.replicas', steps: [{ field: 'spec' }, { field: 'replicas' }] },
              value: 3,
              not: false,
              tail: { time: { is: 'within', milliseconds: 300_000 } },
            },
            below: undefined,
          },
        ],
      ],
    )
  })

  it('tells all faults of a file at once', () => {
    const text = feature(
      '    When I aply "x.yaml"\n    Then podd "x" is Running\n    And pod "x" matches\n    And I delete pod "x"\n    And pod "x" matches:',
    )
    expect(faults(text)).toEqual([
      'f.feature:4:12: error: this is no sentence Kabuki knows\n  4 |     When I aply "x.yaml"\n    |            ^\n  nearest: I apply "web.yaml"',
      'f.feature:5:10: error: this is no sentence Kabuki knows\n  5 |     Then podd "x" is Running\n    |          ^\n  nearest: pod "web" is Running\n  hint: no kind is called `podd`; perhaps `pods` is meant',
      'f.feature:6:24: error: the sentence ends too early\n  6 |     And pod "x" matches\n    |                        ^\n  expected: `:`, `the snapshot`\n  nearest: pod "web" matches:',
      'f.feature:7:9: error: this sentence acts on the cluster: it belongs after When\n  7 |     And I delete pod "x"\n    |         ^^^^^^^^^^^^^^^^',
      'f.feature:8:24: error: this sentence needs a doc string below it\n  8 |     And pod "x" matches:\n    |                        ^',
    ])
  })

  it('tells faults of YAML at their place in the feature', () => {
    const text = feature(
      '    When I apply:\n      """yaml\n      a: 1\n      a: 2\n      """\n    And I apply:\n      """\n      apiVersion: apps/v2\n      kind: Deployment\n      """',
    )
    expect(faults(text)).toEqual([
      'f.feature:7:7: error: Map keys must be unique\n  7 |       a: 2\n    |       ^',
      'f.feature:11:19: error: no matches for kind "Deployment" in version "apps/v2"\n  11 |       apiVersion: apps/v2\n     |                   ^\n  expected: apps/v1',
    ])
  })

  it('knows the kinds the feature itself defines', () => {
    const crd =
      '      apiVersion: apiextensions.k8s.io/v1\n      kind: CustomResourceDefinition\n      metadata: {name: crontabs.example.com}\n      spec:\n        group: example.com\n        scope: Namespaced\n        names: {kind: CronTab, plural: crontabs, shortNames: [ct]}\n        versions: [{name: v1, served: true, storage: true}]'
    expect(
      faults(
        feature(
          `    Given I apply:\n      """\n${crd}\n      """\n    Then there is a ct "x"\n    And cron tab "x" exists`,
        ),
      ),
    ).toEqual([])
    expect(faults(feature('    Then there is a ct "x"'))).toHaveLength(1)
  })

  it('says which values of an outline make no sentence', () => {
    const text = `${feature('    Then pod "x" is <state>\n\n    Examples:\n      | state   |\n      | Running |\n      | runing  |')}`
    expect(faults(text)).toEqual([
      'f.feature:4:10: error: this is no sentence Kabuki knows: "pod "x" is runing" (with the values of line 9)\n  4 |     Then pod "x" is <state>\n    |          ^^^^^^^^^^^^^^^^^^\n  expected: `created`, `deleted`, `no longer`, `not`, `rolled out`, `scheduled`, `unschedulable`, a state such as Running, Ready or Available\n  nearest: pod "web" is Running',
    ])
  })

  it('checks tables', () => {
    const text = feature('    Given a cluster with nodes:\n      | name | memori |\n      | a    | 1Gi    |')
    expect(faults(text)).toEqual([
      'f.feature:5:16: error: there is no column "memori" in this table\n  5 |       | name | memori |\n    |                ^\n  expected: name, cpu, memory, pods, storage, labels, taints, zone, os, arch, numa, sockets, threads, caches, huge pages, devices, runtime handlers, image storage\n  nearest: memory',
    ])
  })
})
