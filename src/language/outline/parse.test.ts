import { describe, expect, it } from 'vitest'
import { renderDiagnostic } from '../diagnostic.ts'
import { parseOutline } from './parse.ts'
import type { Scenario } from './tree.ts'

const lines = (...parts: string[]): string => `${parts.join('\n')}\n`

function rendered(text: string): string[] {
  return parseOutline(text, 'a.feature').diagnostics.map((d) => renderDiagnostic(d, text))
}

function firstScenario(text: string): Scenario {
  const child = parseOutline(text).feature?.children[0]
  if (child?.type !== 'scenario') throw new Error('no scenario')
  return child
}

describe('parseOutline', () => {
  it('gives a step its sentence with the column it begins at', () => {
    const text = lines('Feature: f', '  Scenario: s', '    Given   a  cluster ')
    expect(firstScenario(text).steps).toEqual([
      {
        keyword: 'Given ',
        keywordType: 'Context',
        text: 'a  cluster',
        textColumn: 13,
        location: { line: 3, column: 5 },
      },
    ])
    const japanese = lines(
      '# language: ja',
      '機能: f',
      '  シナリオ: s',
      '    もし適用する',
      '    ならば\u3000x',
      '    * 😀',
    )
    expect(firstScenario(japanese).steps.map((step) => [step.keyword, step.text, step.textColumn])).toEqual([
      ['もし', '適用する', 7],
      ['ならば', 'x', 9],
      ['* ', '😀', 7],
    ])
    const emoji = lines('# language: em', '📚: f', '  📕: s', '    😐x')
    expect(firstScenario(emoji).steps[0]).toMatchObject({ text: 'x', textColumn: 6 })
  })

  it('places the empty sentence after its keyword', () => {
    expect(firstScenario(lines('Feature: f', 'Scenario: s', '  Given ')).steps[0]).toEqual({
      keyword: 'Given ',
      keywordType: 'Context',
      text: '',
      textColumn: 9,
      location: { line: 3, column: 3 },
    })
  })

  it('counts the columns of cells in code points, where the reference counts UTF-16 units', () => {
    const { dataTable } = firstScenario(lines('Feature: f', 'Scenario: s', '* t', ' | 😀 | \\| b |')).steps[0]!
    expect(dataTable?.rows[0]?.cells).toEqual([
      { value: '😀', location: { line: 4, column: 4 } },
      { value: '| b', location: { line: 4, column: 8 } },
    ])
  })

  it('has no feature and nothing to say in an empty file', () => {
    expect(parseOutline('')).toEqual({ feature: undefined, comments: [], diagnostics: [] })
  })

  it('keeps what it understood beside the errors', () => {
    const { feature, diagnostics } = parseOutline(lines('Feature: f', 'Scenario: s', '* a', 'stray', '* b', '@t'))
    expect(diagnostics.map((d) => [d.code, d.line, d.column])).toEqual([
      ['gherkin/unexpected', 4, 1],
      ['gherkin/unexpected-end', 7, 1],
    ])
    expect(feature?.children).toMatchObject([{ type: 'scenario', steps: [{ text: 'a' }, { text: 'b' }] }])
  })

  it('leaves the rest unread at the eleventh error', () => {
    const text = lines('Feature: f', 'Scenario: s', '* a', ...Array.from({ length: 50 }, (_, i) => `stray ${i}`))
    const { feature, diagnostics } = parseOutline(text)
    expect(feature).toBeUndefined()
    expect(diagnostics.map((d) => d.line)).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14])
  })
})

describe('the full-width colon', () => {
  it('is understood after a title, with a warning', () => {
    const text = lines(
      '# language: ja',
      '機能：名前',
      ' ルール：r',
      ' 背景：',
      '  前提 a',
      ' シナリオ： s',
      '  もしx',
      ' 例：',
      '  # c',
      '  | a |',
    )
    const { feature, diagnostics } = parseOutline(text, 'a.feature')
    expect(feature).toMatchObject({
      keyword: '機能',
      name: '名前',
      children: [
        {
          name: 'r',
          background: { steps: [{ text: 'a' }] },
          children: [{ name: 's', steps: [{ text: 'x' }], examples: [{ header: { cells: [{ value: 'a' }] } }] }],
        },
      ],
    })
    expect(diagnostics.map((d) => [d.severity, d.code, d.line, d.column, d.nearest])).toEqual([
      ['warning', 'gherkin/full-width-colon', 2, 3, '機能:'],
      ['warning', 'gherkin/full-width-colon', 3, 5, 'ルール:'],
      ['warning', 'gherkin/full-width-colon', 4, 4, '背景:'],
      ['warning', 'gherkin/full-width-colon', 6, 6, 'シナリオ:'],
      ['warning', 'gherkin/full-width-colon', 8, 3, '例:'],
    ])
    expect(renderDiagnostic(diagnostics[0]!, text)).toBe(
      [
        'a.feature:2:3: warning: `機能：` ends in a full-width colon; other Gherkin tools do not read it as a title',
        '  2 | 機能：名前',
        '    |     ^^',
        '  nearest: 機能:',
        '  hint: `kabuki fmt` writes the ASCII colon',
      ].join('\n'),
    )
  })

  it('leaves prose alone: 例： without a table, and everything in a doc string', () => {
    const text = lines('# language: ja', '機能: f', 'シナリオ: s', '例：たとえば', '前提 x', '"""', 'シナリオ：', '"""')
    expect(parseOutline(text).diagnostics).toEqual([])
    expect(firstScenario(text)).toMatchObject({
      description: '例：たとえば',
      steps: [{ docString: { content: 'シナリオ：' } }],
    })
  })
})

describe('advice', () => {
  it('names the keyword that was meant', () => {
    const text = lines(
      'Feature: f',
      '  Scenario: s',
      '    Given g',
      '    when\tx',
      '    Scenario Outline : o',
      '    Example',
    )
    expect(parseOutline(text).diagnostics.map((d) => d.nearest)).toEqual(['When x', 'Scenario Outline: o', 'Example:'])
  })

  it('says that a Japanese line of description was read as a step', () => {
    expect(rendered(lines('# language: ja', '機能: f', '  シナリオ: s', '    もしもの話', '    続き'))).toEqual([
      [
        "a.feature:5:5: error: expected: #EOF, #TableRow, #DocStringSeparator, #StepLine, #TagLine, #ExamplesLine, #ScenarioLine, #RuleLine, #Comment, #Empty, got '続き'",
        '  5 |     続き',
        '    |     ^^^^',
        '  expected: the end of the file, a table row, a doc string, a step (`前提`, `もし`, `ならば` …), tags, `例:`, `シナリオ:`, `ルール:`',
        '  hint: line 4 begins with the step keyword `もし`, so it is a step and ends the description; begin it with another word',
      ].join('\n'),
    ])
  })

  it('guesses the language', () => {
    const nearest = (code: string) => parseOutline(`# language: ${code}\n`).diagnostics[0]?.nearest
    expect(['jp', 'Japanese', 'ja-JP', 'JA', 'constructor', 'zh-CM', 'klingon'].map(nearest)).toEqual([
      '# language: ja',
      '# language: ja',
      '# language: ja',
      '# language: ja',
      undefined,
      '# language: zh-CN',
      '# language: tlh',
    ])
  })

  it('notices a language that was not declared, and keywords of another', () => {
    const hints = (text: string) => parseOutline(text).diagnostics.map((d) => d.hint)
    expect(hints('機能: f\n')).toEqual(['a file in Japanese begins with `# language: ja`'])
    expect(hints('# language: ja\nScenario: s\n機能: f\n')).toEqual([
      'the file is in Japanese (`# language: ja`), where English keywords mean nothing',
    ])
  })
})

describe('two megabytes', () => {
  const big: Readonly<Record<string, string>> = {
    'of blank lines': '\n'.repeat(2_000_000),
    'of tags that belong to nothing': `Feature: f\n${'@a\n'.repeat(660_000)}`,
    'in one line': `Feature: f\n${' @a'.repeat(660_000)}`,
    'of escapes and spaces in one row': `Feature: f\nScenario: s\n* a\n|${'\\ \t'.repeat(660_000)}|`,
    'of text after a step': `Feature: f\nScenario: s\n* a\n${' \n'.repeat(980_000)}x\n`,
    'within an open doc string': `Feature: f\nScenario: s\n* a\n"""\n${'  x\n'.repeat(500_000)}`,
    'of language lines': `# language: x\n${' '.repeat(1_000_000)}# language : ${'a'.repeat(1_000_000)}!`,
    'of tables': `Feature: f\nScenario: s\n* a\n${'| a | b |\n'.repeat(200_000)}`,
  }
  it.each(Object.keys(big))(
    '%s are read in linear time',
    (name) => {
      parseOutline(big[name]!)
    },
    15_000,
  )
})
