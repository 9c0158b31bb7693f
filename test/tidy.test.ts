// Habits as tests: names that are banned, with what to use instead; sizes of files and functions, where the known exceptions
// (tidy.exceptions.json) may only shrink; files nobody needs; leftovers. CONTRIBUTING.md tells the reasons.
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import exceptions from './tidy.exceptions.json' with { type: 'json' }

const ROOT = path.resolve(import.meta.dirname, '..')
const FILE_LIMIT = 400
const FUNCTION_LIMIT = 70
/** What stands at the root besides folders and dotfiles: what was built or tried out is not committed. */
const AT_ROOT = [
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'LICENSE',
  'README.md',
  'biome.json',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
]
const ENTRIES = ['src/cli/main.ts', 'src/cli/worker.ts', 'src/index.ts']

interface Source {
  /** From the root of the repository. */
  readonly file: string
  readonly text: string
  readonly lines: readonly string[]
  readonly test: boolean
}

interface Ban {
  readonly pattern: RegExp
  readonly advice: string
  /** Where it holds. */
  readonly where: (source: Source) => boolean
  /** Comments and strings are searched too. */
  readonly everywhere?: true
}

const simulated = ({ file }: Source): boolean => file.startsWith('src/simulator/') || file.startsWith('src/model/')
const all = (): boolean => true
const clock = 'time is the clock of engine/, handed in by whoever calls'
const BANS: readonly Ban[] = [
  { pattern: /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)/, advice: clock, where: simulated },
  { pattern: /\bperformance\.now\b|\bhrtime\b/, advice: clock, where: simulated },
  {
    pattern: /\bset(?:Timeout|Interval|Immediate)\b/,
    advice: 'what happens later is an event on the clock',
    where: simulated,
  },
  {
    pattern: /\bMath\.random\b|\brandomUUID\b|\bgetRandomValues\b/,
    advice: 'chance is the seeded Random of engine/',
    where: simulated,
  },
  {
    pattern: /\bprocess\.exit\b/,
    advice: 'return an exit code; only src/cli/main.ts ends the process',
    where: ({ file }) => file.startsWith('src/') && file !== 'src/cli/main.ts',
  },
  {
    pattern: /[:<|,(]\s*any\b(?=\s*(?:[;,)>|\]{]|=|$))|\bas any\b|\bany\[\]/,
    advice: 'say what it is, or unknown',
    where: ({ file }) => file.endsWith('.ts'),
  },
  {
    pattern: /^\s*export default\b/,
    advice: 'export it by its name',
    where: ({ file }) => file !== 'vitest.config.ts',
  },
  { pattern: /\b(?:TODO|FIXME|XXX|HACK)\b/, advice: 'do it now or write down the limit', where: all, everywhere: true },
  {
    pattern: /\b(?:it|test|describe)\.(?:only|skip|todo)\b/,
    advice: 'run all tests, or none of that name',
    where: ({ test }) => test,
  },
]

function sources(): readonly Source[] {
  const folders = ['src', 'test', 'bench', 'tools'].filter((folder) => fs.existsSync(path.join(ROOT, folder)))
  return folders
    .flatMap((folder) =>
      fs.readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((f) => `${folder}/${f}`),
    )
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => /\.(?:ts|mjs)$/.test(file) && !file.startsWith('src/generated/') && file !== 'test/tidy.test.ts')
    .sort()
    .map((file) => {
      const text = fs.readFileSync(path.join(ROOT, file), 'utf8')
      return { file, text, lines: text.split('\n'), test: /\.test\.ts$/.test(file) }
    })
}

/** A line without its comment and the inside of its strings; good enough for formatted code. */
function code(line: string): string {
  if (/^\s*(?:\*|\/\*)/.test(line)) return ''
  return line.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\$]|\\.)*`/g, "''").replace(/(?<!:)\/\/.*$/, '')
}

const FUNCTION =
  /\bfunction\b|=>\s*\{$|^\s*(?:async |static |get |set |override |private |protected |\*|#)*[\w$#]+(?:<.*>)?\(.*\{$|^\s*\)(?:: .*)?\s*(?:=> )?\{$/
const STATEMENT = /^\s*(?:\} )?(?:if|for|while|switch|else|try|catch|finally|do)\b/

interface Size {
  readonly name: string
  readonly lines: number
}

/** Functions with their length, told by the indentation the formatter gives them. */
function functionsOf({ file, lines }: Pick<Source, 'file' | 'lines'>): readonly Size[] {
  const sizes: Size[] = []
  lines.forEach((line, start) => {
    if (!line.endsWith('{') || STATEMENT.test(line) || !FUNCTION.test(line)) return
    const indent = /^\s*/.exec(line)![0]
    const end = lines.findIndex((other, i) => i > start && other.startsWith(`${indent}}`))
    const head = line.trim().startsWith(')')
      ? lines.findLastIndex((o, i) => i < start && o.startsWith(indent) && /\S/.test(o.charAt(indent.length)))
      : start
    const name = /(?:function\*?\s+|const\s+)?([\w$#]+)\s*(?:[<(=:]|$)/.exec(
      lines[head]!.trim().replace(/^(?:export |async |static |private |function\*? )+/, ''),
    )?.[1]
    sizes.push({ name: `${file} ${name ?? `line ${start + 1}`}`, lines: end - head + 1 })
  })
  return sizes
}

/** What is above a limit and not excepted, and exceptions that have become too generous. */
function ratchet(sizes: readonly Size[], limit: number, known: Readonly<Record<string, number>>): readonly string[] {
  const found = new Map(sizes.filter((s) => s.lines > limit).map((s) => [s.name, s.lines]))
  const over = [...found]
    .filter(([name, lines]) => lines > (known[name] ?? limit))
    .map(([name, lines]) => `${name}: ${lines} lines; the limit is ${known[name] ?? limit}: split it by decision`)
  const loose = Object.entries(known)
    .filter(([name, lines]) => (found.get(name) ?? 0) < lines)
    .map(
      ([name]) =>
        `${name}: the exception is now ${found.get(name) ?? 'not needed'}: lower it in test/tidy.exceptions.json`,
    )
  return [...over, ...loose]
}

const IMPORT = /(?:from|import)\s+'(\.[^']+)'|import\(\s*'(\.[^']+)'/g

/** Every file that can be reached from the entry points; the generated registries are followed too. */
function reachable(): ReadonlySet<string> {
  const seen = new Set<string>()
  const open = [...ENTRIES]
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    const full = path.join(ROOT, file)
    if (seen.has(file) || !/\.ts$/.test(file) || !fs.existsSync(full)) continue
    seen.add(file)
    for (const match of fs.readFileSync(full, 'utf8').matchAll(IMPORT)) {
      open.push(path.posix.join(path.posix.dirname(file), match[1] ?? match[2]!))
    }
  }
  return seen
}

describe('tidy', () => {
  const files = sources()

  it('no banned name', () => {
    const faults = files.flatMap((source) =>
      BANS.filter((ban) => ban.where(source)).flatMap((ban) =>
        source.lines.flatMap((line, i) =>
          ban.pattern.test(ban.everywhere ? line : code(line))
            ? [`${source.file}:${i + 1}: ${line.trim()}: ${ban.advice}`]
            : [],
        ),
      ),
    )
    expect(faults).toEqual([])
  })

  it('no file too long', () => {
    const sizes = files.map(({ file, lines }) => ({ name: file, lines: lines.length - 1 }))
    expect(ratchet(sizes, FILE_LIMIT, exceptions.files)).toEqual([])
  })

  it('no function too long', () => {
    const sizes = files.filter((source) => !source.test).flatMap(functionsOf)
    expect(ratchet(sizes, FUNCTION_LIMIT, exceptions.functions)).toEqual([])
  })

  it('every file says what it is for', () => {
    const silent = files.filter(({ test, text }) => !test && !/^(?:#!.*\n)?(?:\/\/|\/\*)/.test(text))
    expect(silent.map(({ file }) => file)).toEqual([])
  })

  it('no file nobody needs', () => {
    const reached = reachable()
    const own = files.filter(
      ({ file, test }) => file.startsWith('src/') && !test && !/(?:\.fixture|test-support)\.ts$/.test(file),
    )
    expect(own.map(({ file }) => file).filter((file) => !reached.has(file))).toEqual([])
  })

  it('no file at the root that is not known', () => {
    const here = fs.readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isFile())
    expect(here.map(({ name }) => name).filter((name) => !name.startsWith('.'))).toEqual(AT_ROOT)
  })

  it('measures functions', () => {
    const lines = [
      'export function a(',
      '  b: string,',
      '): void {',
      '  if (b) {',
      '  }',
      '}',
      'const c = () => {',
      '}',
      'class D {',
      '  e(): void {',
      '    f()',
      '  }',
      '}',
    ]
    expect(functionsOf({ file: 'x.ts', lines })).toEqual([
      { name: 'x.ts a', lines: 6 },
      { name: 'x.ts c', lines: 2 },
      { name: 'x.ts e', lines: 3 },
    ])
  })
})
