import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseOutline } from '../outline/parse.ts'
import { formatFeature, meaning } from './format.ts'

const corpus = path.resolve(import.meta.dirname, '../../../test/gherkin/corpus')
const features = (folder: string): { name: string; text: string }[] =>
  fs
    .readdirSync(path.join(corpus, folder))
    .filter((f) => f.endsWith('.feature'))
    .map((name) => ({ name, text: fs.readFileSync(path.join(corpus, folder, name), 'utf8') }))

function formatted(text: string): string {
  const result = formatFeature(text)
  if ('diagnostics' in result) throw new Error(result.diagnostics.map((d) => d.message).join('\n'))
  return result.text
}

describe('every feature of the corpus', () => {
  it.each(features('good'))('$name says the same, and stays as it is the second time', ({ text }) => {
    const once = formatted(text)
    expect(meaning(parseOutline(once))).toEqual(meaning(parseOutline(text.replace(/^\ufeff/, ''))))
    expect(formatted(once)).toBe(once)
    expect(once).not.toMatch(/\r\n|\n\n\n\n|^\n/)
  })

  it.each(features('bad'))('$name has no layout', ({ text }) => {
    expect(formatFeature(text)).toHaveProperty('diagnostics')
  })
})

describe('the scenarios of the project', () => {
  it('are in their layout: run kabuki fmt', () => {
    const scenarios = path.resolve(import.meta.dirname, '../../../scenarios')
    const files = (fs.readdirSync(scenarios, { recursive: true }) as string[]).filter((f) => f.endsWith('.feature'))
    const wrong = files.filter((file) => {
      const text = fs.readFileSync(path.join(scenarios, file), 'utf8')
      return formatted(text) !== text
    })
    expect(wrong).toEqual([])
  })
})

describe('the layout', () => {
  it('is indented by what belongs to what', () => {
    const source = `# about all
@all   @of-it
Feature:   Layout
Some words
  and more.
Background:

    Given   a cluster
Rule: one
# about the scenario

@slow
Scenario Outline: Two  words
When I apply "<file>"
    """yaml
      a: 1
    """

Then it is accepted
  # spoken last
Examples: some
|file|n|
|a.yaml|1|
# between
|long-name.yaml|\\||


# the end`
    expect(formatted(source)).toBe(`# about all
@all @of-it
Feature: Layout
  Some words
    and more.

  Background:
    Given a cluster

  Rule: one

    # about the scenario

    @slow
    Scenario Outline: Two  words
      When I apply "<file>"
        """yaml
          a: 1
        """

      Then it is accepted

      # spoken last
      Examples: some
        | file           | n  |
        | a.yaml         | 1  |
        # between
        | long-name.yaml | \\| |

# the end
`)
  })

  it('counts the columns of wide characters, and has ASCII colons', () => {
    const source = `#language:ja
機能：表
シナリオ：一つ
前提次のノードがあるクラスター:
| 名前 | メモリー |
|n|1Gi|
`
    expect(formatted(source)).toBe(`# language: ja
機能: 表

  シナリオ: 一つ
    前提 次のノードがあるクラスター:
      | 名前 | メモリー |
      | n    | 1Gi      |
`)
  })

  it('leaves doc strings as they are', () => {
    const source =
      'Feature: f\n  Scenario: s\n    Given x\n      ```\n      a\n    b\n        c  \n      \n      \\`\\`\\`\n      ```\n'
    expect(formatted(source)).toBe(
      'Feature: f\n\n  Scenario: s\n    Given x\n      ```\n      a\n      b\n        c  \n\n      \\`\\`\\`\n      ```\n',
    )
  })

  it('keeps comments with what they speak of', () => {
    const source = `Feature: f
  Scenario: s
    Given x
    # of x

# of t
  Scenario: t
`
    expect(formatted(source)).toBe(`Feature: f

  Scenario: s
    Given x
    # of x

  # of t
  Scenario: t
`)
  })

  it('of nothing is nothing', () => {
    expect(formatted('')).toBe('')
    expect(formatted('\n\n  \n')).toBe('')
    expect(formatted('# only\n\n\n# comments\n')).toBe('# only\n\n# comments\n')
  })
})
