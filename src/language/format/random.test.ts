// Random feature texts keep what they say, and a second formatting changes nothing.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatFeature } from './format.ts'

const line = fc
  .tuple(
    fc.constantFrom('', '', '  ', '    ', '\t', '\u3000'),
    fc.constantFrom(
      ...[
        'Feature: F',
        'Rule: R',
        'Background:',
        'Scenario:  S <a>',
        'Scenario Outline: O',
        'Examples:',
        'Scenarios: s',
      ],
      ...[
        'Given a <a> b',
        'When',
        'Then  c',
        'And d',
        '* f',
        '*',
        '* And g',
        '機能：f',
        'シナリオ：s',
        '前提x',
        '例：',
      ],
      ...['| a | b |', '|a|b|', '|あ|2|', '| \\n x \\| \\\\ | \\y |', '|a|\\', '| a | b | c', '||', '|'],
      ...['"""', '"""yaml', '""" json', '```', '\\"\\"\\"', '  """', '@t', '@a @b', '@a@b #c', '@', '@@a', '@a#b'],
      ...['# comment', '#', '# language: ja', '', '', '   ', 'free text', '  - item', '\ufeff', 'a\rb'],
    ),
    fc.constantFrom('', '', ' ', '\t'),
    fc.constantFrom('\n', '\n', '\n', '\r\n'),
  )
  .map((parts) => parts.join(''))

const piece = fc.oneof(
  fc.constantFrom(
    'Scenario: s\n  Given <a>\n',
    '@t\n',
    'Examples:\n|a|\n|1|\n',
    '  | a | b |\n',
    '  """\n  x\n \n  """\n',
  ),
  fc.constantFrom(
    '  When x\n',
    'Background:\n  Given z\n',
    '# c\n',
    '\n',
    'text\n',
    '  # d\n\n',
    'Rule: r\n',
    '@u\n\n# e\n',
  ),
  line,
)

it('says the same, and stays as it is', () => {
  let read = 0
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 16 }), (pieces) => {
      const first = formatFeature(`Feature: f\n${pieces.join('')}`)
      if ('diagnostics' in first) return
      read++
      expect(formatFeature(first.text)).toEqual(first)
    }),
    { seed: 20261121, numRuns: 5000 },
  )
  expect(read).toBeGreaterThan(1000)
})
