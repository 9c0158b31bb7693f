// Compiles the peggy grammars. Every folder of grammar/ that holds a main.peggy becomes one parser made of all sources in
// its list (`// sources: a.peggy, lexical/**` in main.peggy) and of the choice of its sentences (sentences.mjs); a lone grammar/x.peggy becomes parser x.
import fs from 'node:fs'
import path from 'node:path'
import peggy from 'peggy'
import { choiceRules, readSentences } from './sentences.mjs'

/** @param {string} root @param {(file: string, text: string) => void} emit */
export function generateGrammars(root, emit) {
  const base = path.join(root, 'grammar')
  const compile = (name, files, added = []) => {
    const input = [
      ...files.map((f) => ({ source: path.relative(root, f), text: fs.readFileSync(f, 'utf8') })),
      ...added,
    ]
    try {
      const starts = /@allowedStartRules ([\w, ]+)/
        .exec([input[0].text, ...added.map((a) => a.text)].join('\n'))?.[1]
        .split(/[, ]+/)
        .filter(Boolean)
      const text = peggy.generate(input, {
        grammarSource: input[0].source,
        output: 'source',
        format: 'es',
        ...(starts ? { allowedStartRules: starts } : {}),
      })
      emit(`grammar/${name}.js`, remembering(madeOnce(text), rulesRemembered(input[0].text)))
      emit(`grammar/${name}.d.ts`, DECLARATION)
    } catch (error) {
      if (typeof error.format !== 'function') throw error
      console.error(error.format(input))
      process.exit(1)
    }
  }
  for (const entry of fs.readdirSync(base, { withFileTypes: true })) {
    if (entry.isFile() && entry.name.endsWith('.peggy'))
      compile(entry.name.replace('.peggy', ''), [path.join(base, entry.name)])
    const main = path.join(base, entry.name, 'main.peggy')
    if (entry.isDirectory() && fs.existsSync(main)) {
      const sources = /^\/\/ sources: (.*)$/m.exec(fs.readFileSync(main, 'utf8'))?.[1].split(/,\s*/) ?? []
      const sentences = readSentences(path.join(base, entry.name))
      const starts = `// @allowedStartRules Lines Anything ${sentences.map((s) => s.rule).join(' ')}`
      compile(
        entry.name,
        [main, ...sources.flatMap((s) => expand(base, s))],
        [{ source: 'the choice of sentences', text: `${starts}\n${choiceRules(sentences)}` }],
      )
    }
  }
}

const HEAD = `function peg$parse(input, options) {
  options = options !== undefined ? options : {};
`
const SOURCE = '  const peg$source = options.grammarSource;'
const STATE = `  let peg$currPos = options.peg$currPos | 0;
  let peg$savedPos = peg$currPos;
  const peg$posDetailsCache = [{ line: 1, column: 1 }];
  let peg$maxFailPos = peg$currPos;
  let peg$maxFailExpected = options.peg$maxFailExpected || [];
  let peg$silentFails = options.peg$silentFails | 0;

  let peg$result;
`
const START = / {2}if \(options\.startRule\) \{\n.*?\n {2}\}\n/s
const RUN = / {2}\}\n\n {2}peg\$result = peg\$startRuleFunction\(\);\n(.*?)\n\}\n\nconst peg\$allowedStartRules/s

/**
 * Peggy's parser makes all its functions and tables anew for every text, which takes longer than most texts: here they are made
 * once and only the state is set. A grammar with code of its own to run before each text stays as it is.
 */
function madeOnce(text) {
  const start = START.exec(text)?.[0]
  if (!RUN.test(text)) return text
  if (start === undefined || ![HEAD, SOURCE, STATE].every((part) => text.includes(part)))
    throw new Error('peggy writes its parsers in another way now: see madeOnce')
  const first = / {2}let (peg\$startRuleFunction = [\w$]+;)/.exec(text)[1]
  return text
    .replace(HEAD, () => 'function peg$make() {\n  let input = "";\n  let options = {};\n')
    .replace(SOURCE, () => '  let peg$source;')
    .replace(
      STATE,
      () =>
        '  let peg$currPos = 0, peg$savedPos = 0, peg$posDetailsCache = [], peg$maxFailPos = 0, peg$maxFailExpected = [], peg$silentFails = 0;\n  let peg$result;\n',
    )
    .replace(start, '')
    .replace(
      RUN,
      (_, rest) => `  }

  return function (text, given) {
  input = text;
  options = given !== undefined ? given : {};
  peg$source = options.grammarSource;
${STATE.replace(/^ {2}(?:let|const) (peg\$\w+ =)/gm, '  $1').replace('  let peg$result;\n', '')}
  ${first}
${start}
  peg$result = peg$startRuleFunction();
${rest}
  };
}

let peg$made;
function peg$parse(input, options) {
  return (peg$made ??= peg$make())(input, options);
}

const peg$allowedStartRules`,
    )
}

const rulesRemembered = (source) => /^\/\/ remembered: (.*)$/m.exec(source)?.[1].split(/,\s*/) ?? []

/**
 * Rules that many alternatives begin with keep what they came to at each place of a text. Not where expectations are collected: these
 * come from trying. (Peggy's own cache keeps every rule's, which costs more than it saves.)
 */
function remembering(text, rules) {
  let made = text
  for (const rule of rules) {
    const opening = `  function peg$parse${rule}() {\n`
    if (!made.includes(opening)) throw new Error(`grammar: no rule ${rule} to remember`)
    made = made.replace(
      opening,
      () => `  const peg$known${rule} = new Map();
  peg$memories.push(peg$known${rule});
  function peg$parse${rule}() {
    if (peg$silentFails === 0) return peg$try${rule}();
    const known = peg$known${rule}.get(peg$currPos);
    if (known !== undefined) {
      peg$currPos = known.end;
      return known.value;
    }
    const start = peg$currPos;
    const value = peg$try${rule}();
    peg$known${rule}.set(start, { end: peg$currPos, value });
    return value;
  }

  function peg$try${rule}() {
`,
    )
  }
  return rules.length === 0
    ? text
    : made
        .replace('  let peg$source;', () => '  let peg$source;\n  const peg$memories = [];')
        .replace('  input = text;\n', () => '  input = text;\n  for (const known of peg$memories) known.clear();\n')
}

/** One source name, or `folder/**` for every .peggy below a folder in name order. */
function expand(base, name) {
  if (!name.endsWith('/**')) return [path.join(base, name)]
  const dir = path.join(base, name.slice(0, -3))
  if (!fs.existsSync(dir)) return []
  return fs
    .readdirSync(dir, { recursive: true })
    .filter((f) => f.endsWith('.peggy'))
    .sort()
    .map((f) => path.join(dir, f))
}

const DECLARATION = `export interface Position { offset: number; line: number; column: number }
export interface Range { source: unknown; start: Position; end: Position }
export interface Expectation { type: 'literal' | 'class' | 'any' | 'end' | 'other'; text?: string; description?: string; parts?: unknown[]; inverted?: boolean; ignoreCase?: boolean }
export class SyntaxError extends Error { expected: Expectation[] | null; found: string | null; location: Range; format(sources: { source: unknown; text: string }[]): string }
export interface Options { startRule?: string; grammarSource?: unknown; [option: string]: unknown }
export function parse(input: string, options?: Options): unknown
export const StartRules: string[]
`
