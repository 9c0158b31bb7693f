// Random feature texts, read by the reference and by us: the same outline, pickles and comments, or the same errors in the
// same places. Texts are lines of a vocabulary that is dense in what Gherkin gives a meaning to; the seed is fixed.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Reading, readByReference, readByUs } from './reference.ts'

const ENGLISH = [
  ...[
    'Feature: F',
    'Feature:',
    'Ability: a',
    'Feature : x',
    'feature: x',
    'Rule: R',
    'Rule:  ',
    'Background:',
    'Background: b',
  ],
  ...['Scenario: S <a>', 'Example: <b>', 'Scenario Outline: O', 'Scenario:', 'Examples:', 'Scenarios: s', 'Scenario'],
  ...[
    'Given a <a> b',
    'Given',
    'Given\tx',
    'When <b>',
    'Then c',
    'And d <a><b>',
    'But e',
    '* f',
    '*',
    '* And g',
    'given h',
  ],
]
const JAPANESE = [
  ...['# language: ja', '#language:ja', '# language: en', '# language: xx', '# language: tr'],
  ...[
    '機能: 機能',
    'フィーチャ:',
    'ルール: r',
    '背景:',
    'シナリオ: s <a>',
    'シナリオアウトライン: o',
    'テンプレ:',
    '例:',
    'サンプル: x',
  ],
  ...[
    '前提 x',
    '前提x',
    'もし適用する',
    'もしもの話',
    'ならば <a>',
    'かつy',
    '但しz',
    'しかし',
    '* 星',
    'Mevcut Durum: x',
    'Özellik: t',
  ],
]
const TABLES = [
  ...[
    '| a | b |',
    '|a|b|',
    '| 1 | 2 |',
    '| <b> | $& |',
    '| \\n x \\| \\\\ | \\y |',
    '|',
    '||',
    '| a',
    '| a | b | c',
    '|a\\|',
    '|a|\\',
  ],
  ...['|\u00a0x\u0085|\u3000y\u3000|', '| a |', '| b | a | <a> |'],
]
const REST = [
  ...[
    '"""',
    '"""yaml',
    '""" json <a> ',
    '""""',
    '```',
    '```sh x',
    '\\"\\"\\"\\"\\"\\"',
    '\\`\\`\\`',
    '  """',
    '    ```',
  ],
  ...['@t', '@a @b', '@a@b #c', '@a#b', '@x y', '@', '@@a', '@ @b', '@é😀 @z', '@a\t@b', '@a @b c @d'],
  ...[
    '# comment',
    '#',
    '#@x',
    '',
    '',
    '   ',
    '\u3000',
    '\ufeff',
    'free text',
    'Free: text',
    '\r',
    'a\rb',
    '\u2028x',
    '😀',
    '--',
    '- x',
  ],
]
const line = fc
  .tuple(
    fc.constantFrom('', '', '', '  ', '    ', '\t', '\u3000', ' \u00a0'),
    fc.oneof(
      fc.constantFrom(...ENGLISH),
      fc.constantFrom(...JAPANESE),
      fc.constantFrom(...TABLES),
      fc.constantFrom(...REST),
    ),
    fc.constantFrom('', '', '', ' ', '\t \u3000'),
    fc.constantFrom('\n', '\n', '\n', '\r\n'),
  )
  .map((parts) => parts.join(''))

/** Lines in an order that makes sense often enough for deep trees. */
const sensible = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'Scenario: s\n  Given <a>\n',
        'Rule: r\n',
        '@t\n',
        'Examples:\n|a|\n|1|\n',
        '  | a | b |\n  | 1 | 2 |\n',
      ),
      fc.constantFrom(
        '  """\n  x <a>\n  """\n',
        '  When x\n',
        '  And y\n',
        'Background:\n  Given z\n',
        '@u @v\n\n# c\n',
        '\n',
      ),
      fc.constantFrom(
        '  ```md\n\n  # x\n y\n  ```\n',
        'text\n',
        '@t\n@u\nScenario: q\n* a <b>\n',
        'Examples: e\n  |a|b|\n  |<b>|$1|\n',
      ),
      line,
    ),
    { maxLength: 14 },
  )
  .map((parts) => `Feature: f\n${parts.join('')}`)

const anything = fc
  .tuple(
    fc.constantFrom('', '', 'Feature: f\n', '# language: ja\n機能: f\n', '\ufeffFeature: f\n'),
    fc.array(line, { maxLength: 20 }),
  )
  .map(([head, lines]) => head + lines.join(''))

function sorted(reading: Reading): Reading {
  return { ...reading, errors: [...reading.errors].sort() }
}

describe('random feature texts', () => {
  const same = (text: string): void => {
    expect(sorted(readByUs(text)), JSON.stringify(text)).toEqual(sorted(readByReference(text)))
  }

  it('of any lines are read as the reference reads them', () => {
    fc.assert(fc.property(anything, same), { seed: 20261121, numRuns: 3000 })
  })

  it('of lines that fit together are read as the reference reads them', () => {
    fc.assert(fc.property(sensible, same), { seed: 20261122, numRuns: 3000 })
  })
})
