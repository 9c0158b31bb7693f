import { describe, expect, it } from 'vitest'
import { parseOutline } from './parse.ts'
import { compilePickles, type Pickle, type TooLarge } from './pickles.ts'
import { picklesAt } from './select.ts'

const TEXT = `@f
Feature: F
  Background:
    Given a

  @s
  Scenario: one
    And b

  # about two
  Scenario Outline: two <x>
    When <x>

    Examples:
      | x |
      | 1 |

      | 2 |

    @e
    Examples:
      | x |
      | 3 |

  @r
  Rule: R
    Background:
      Given c

    Example: three
      Then d
`

function pickles(text: string): Pickle[] {
  return compilePickles(parseOutline(text).feature!)
}

describe('compilePickles', () => {
  it('unfolds a feature, and every pickle knows where it comes from', () => {
    const seen = pickles(TEXT).map((p) => ({
      name: p.name,
      tags: p.tags.map((tag) => tag.name).join(' '),
      steps: p.steps.map(
        (s) => `${s.type} ${s.text} @${s.source.location.line}${s.row ? ` row ${s.row.location.line}` : ''}`,
      ),
      from: [p.feature.name, p.rule?.name, p.scenario.location.line, p.examples?.location.line, p.row?.location.line],
      line: p.location.line,
    }))
    expect(seen).toEqual([
      {
        name: 'one',
        tags: '@f @s',
        steps: ['Context a @4', 'Context b @8'],
        from: ['F', undefined, 7, undefined, undefined],
        line: 7,
      },
      {
        name: 'two 1',
        tags: '@f',
        steps: ['Context a @4', 'Action 1 @12 row 16'],
        from: ['F', undefined, 11, 14, 16],
        line: 16,
      },
      {
        name: 'two 2',
        tags: '@f',
        steps: ['Context a @4', 'Action 2 @12 row 18'],
        from: ['F', undefined, 11, 14, 18],
        line: 18,
      },
      {
        name: 'two 3',
        tags: '@f @e',
        steps: ['Context a @4', 'Action 3 @12 row 23'],
        from: ['F', undefined, 11, 21, 23],
        line: 23,
      },
      {
        name: 'three',
        tags: '@f @r',
        steps: ['Context a @4', 'Context c @28', 'Outcome d @31'],
        from: ['F', 'R', 30, undefined, undefined],
        line: 30,
      },
    ])
  })

  it('keeps arguments without holes as they are', () => {
    const [pickle] = pickles('Feature: f\nScenario: s\n* a\n| <x> |\nExamples:\n| y |\n| 1 |\n')
    expect(pickle!.steps[0]!.dataTable).toBe(pickle!.steps[0]!.source.dataTable)
  })

  it('stops when values within values outgrow all bounds', () => {
    const columns = Array.from({ length: 64 }, (_, i) => `c${i}`)
    const values = columns.map((_, i) => `<c${i + 1}><c${i + 1}>`)
    const text = `Feature: f\nScenario: s\n* <c0>\nExamples:\n|${columns.join('|')}|\n|${values.join('|')}|\n`
    const faults: TooLarge[] = []
    expect(compilePickles(parseOutline(text).feature!, (fault) => faults.push(fault))).toEqual([])
    expect(faults).toEqual([
      {
        code: 'gherkin/too-large',
        severity: 'error',
        message: 'the values of the examples grow beyond 100000000 characters',
        line: 6,
        column: 1,
      },
    ])
  })

  it('stops when rows times steps outgrow all bounds', () => {
    const steps = '* a\n'.repeat(2000)
    const rows = '|1|\n'.repeat(2000)
    const text = `Feature: f\nScenario: s\n${steps}Examples:\n|x|\n${rows}`
    const faults: TooLarge[] = []
    expect(compilePickles(parseOutline(text).feature!, (fault) => faults.push(fault))).toHaveLength(500)
    expect(faults.map((fault) => fault.message)).toEqual([
      'the scenarios of this file unfold into more than 1000000 steps and tags',
    ])
    expect(() => pickles(text)).toThrow(RangeError)
  })
})

describe('picklesAt', () => {
  const all = pickles(TEXT)
  it.each([
    [1, ['one', 'two 1', 'two 2', 'two 3', 'three']],
    [4, ['one', 'two 1', 'two 2', 'two 3', 'three']],
    [6, ['one']],
    [9, ['one']],
    [11, ['two 1', 'two 2', 'two 3']],
    [12, ['two 1', 'two 2', 'two 3']],
    [15, ['two 1', 'two 2']],
    [16, ['two 1']],
    [17, ['two 1', 'two 2']],
    [20, ['two 3']],
    [23, ['two 3']],
    [25, ['three']],
    [28, ['three']],
    [99, ['three']],
  ])('line %i means %j', (line, names) => {
    expect(picklesAt(all, line).map((pickle) => pickle.name)).toEqual(names)
  })

  it('finds nothing in nothing', () => {
    expect(picklesAt([], 1)).toEqual([])
  })
})
