// The arguments of `kabuki run`, read and judged before anything is opened.
import { parseDuration } from '../model/duration.ts'
import { type NameFilter, parseNameFilter } from './name-filter.ts'
import { parseArguments } from './parse-arguments.ts'
import { parseTagExpression, type TagFilter } from './tag-expression.ts'
import { UsageError } from './usage-error.ts'

/** What a run was asked to do. */
export interface RunOptions {
  readonly paths: readonly string[]
  readonly tags: TagFilter
  readonly name: NameFilter
  /** A filter by tags or name was given. */
  readonly filtered: boolean
  readonly reporters: readonly ReporterChoice[]
  readonly shard: Shard
  readonly parallel: number
  readonly seed: number
  /** Another legal order of what happens at once to play in; without it, the usual one. */
  readonly order: number | undefined
  /** In so many further orders each scenario must pass. */
  readonly explore: number
  /** Cluster milliseconds; without it, the scenario's own. */
  readonly patience: number | undefined
  readonly update: boolean
  /** Obsolete snapshots fail the run. */
  readonly ci: boolean
  readonly timeline: boolean
  readonly failFast: boolean
  readonly dryRun: boolean
  readonly quiet: boolean
  /** Play again after every change. */
  readonly watch: boolean
}

/** A reporter and where it writes: a file, or standard output. */
export interface ReporterChoice {
  readonly name: string
  readonly file: string | undefined
}

/** The part of the scenarios to play: the `index`th (from 0) of `count`. */
export interface Shard {
  readonly index: number
  readonly count: number
}

/** What `kabuki run --help` prints. */
export const RUN_HELP = `kabuki run [paths…]

Plays features: files, directories, or file.feature:42 for the scenario at that line (several lines: file.feature:42:57).
Without a path, scenarios/. Nothing is played unless every sentence of every file is understood.

Which scenarios
  -t, --tags <expression>   @slow and not (@net or @disk); several are all required
      --name <text>         whose name holds this text, or matches /this expression/; several are alternatives
      --shard <i/n>         the i-th of n parts

How they are played
      --seed <n>            the seed of everything left to chance (default 1)
      --explore <n>         each scenario also in n other legal orders of what happens at once; the first that fails is told
      --order <n>           in the n-th of those orders alone
      --patience <time>     how long a Then may take to become true, in cluster time (default 60s)
  -j, --parallel <n>        in this many worker threads (default 1); the report keeps its order
      --fail-fast           stop at the first scenario that fails
      --dry-run             list what would be played
  -w, --watch               play again whenever a file beside the features changes
  -u, --update              write snapshots: new and changed ones, and remove obsolete ones

What is told
  -r, --reporter <name>[:<file>]   pretty (default), dot, json, junit, tap, github, html; repeatable
      --timeline            what happened in each scenario, and who did it
  -q, --quiet               only what failed
      --no-color            no colours (also NO_COLOR); FORCE_COLOR wants them

Exit codes: 0 passed, 1 failed, 2 something could not be read or was used wrongly.
In CI (the variable CI is set) snapshots are never written and obsolete ones fail the run.
`

const OPTIONS = {
  tags: { type: 'string', short: 't', multiple: true },
  name: { type: 'string', multiple: true },
  update: { type: 'boolean', short: 'u' },
  reporter: { type: 'string', short: 'r', multiple: true },
  seed: { type: 'string' },
  explore: { type: 'string' },
  order: { type: 'string' },
  timeline: { type: 'boolean' },
  parallel: { type: 'string', short: 'j' },
  'fail-fast': { type: 'boolean' },
  patience: { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
  'dry-run': { type: 'boolean' },
  shard: { type: 'string' },
  watch: { type: 'boolean', short: 'w' },
} as const

/** Reads the arguments of `run`. */
export function readRunOptions(args: readonly string[], env: Readonly<Record<string, string | undefined>>): RunOptions {
  const { values, positionals } = parseArguments(args, OPTIONS)
  const ci = !['', '0', 'false'].includes(env['CI'] ?? '')
  const update = values.update === true
  if (update && ci) throw new UsageError('-u does not write in CI', 'unset CI to write snapshots here')
  if (values.order !== undefined && values.explore !== undefined)
    throw new UsageError('--order plays in one order, --explore in many', 'take one of them')
  if (values.order !== undefined && update)
    throw new UsageError('-u writes what is found in the usual order, not with --order')
  const tags = (values.tags ?? []).map(parseTagExpression)
  return {
    paths: positionals.length > 0 ? positionals : ['scenarios'],
    tags: (set) => tags.every((filter) => filter(set)),
    name: parseNameFilter(values.name ?? []),
    filtered: tags.length > 0 || values.name !== undefined,
    reporters: reporters(values.reporter ?? []),
    shard: shard(values.shard),
    parallel: values.parallel === undefined ? 1 : whole('--parallel', values.parallel, 1, 256),
    seed: values.seed === undefined ? 1 : whole('--seed', values.seed, 0, 0xffff_ffff),
    order: values.order === undefined ? undefined : whole('--order', values.order, 1, 0xffff_ffff),
    explore: values.explore === undefined ? 0 : whole('--explore', values.explore, 0, 100_000),
    patience: values.patience === undefined ? undefined : duration('--patience', values.patience),
    update,
    ci,
    timeline: values.timeline === true,
    failFast: values['fail-fast'] === true,
    dryRun: values['dry-run'] === true,
    quiet: values.quiet === true,
    watch: values.watch === true,
  }
}

function whole(flag: string, text: string, least: number, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (number >= least && number <= most) return number
  throw new UsageError(`${flag}: "${text}" is not a whole number from ${least} to ${most}`)
}

function duration(flag: string, text: string): number {
  const milliseconds = parseDuration(text)
  if (typeof milliseconds === 'number' && milliseconds >= 0) return milliseconds
  throw new UsageError(`${flag}: "${text}" is not a duration`, 'write it like 90s, 5m or 1h30m')
}

function shard(text: string | undefined): Shard {
  if (text === undefined) return { index: 0, count: 1 }
  const [, i, n] = /^(\d+)\/(\d+)$/.exec(text) ?? []
  const [index, count] = [Number(i), Number(n)]
  if (!(index >= 1 && index <= count)) throw new UsageError(`--shard: "${text}" is not a part like 2/5`)
  return { index: index - 1, count }
}

function reporters(values: readonly string[]): readonly ReporterChoice[] {
  const choices = values.map((value): ReporterChoice => {
    const colon = value.indexOf(':')
    if (colon === -1) return { name: value, file: undefined }
    const file = value.slice(colon + 1)
    if (file === '') throw new UsageError(`--reporter: no file after "${value}"`)
    return { name: value.slice(0, colon), file }
  })
  const places = choices.map((choice) => choice.file)
  const twice = places.find((place, i) => places.indexOf(place) !== i)
  if (new Set(places).size < places.length) {
    throw new UsageError(
      `--reporter: two reports would go to ${twice ?? 'standard output'}`,
      'give one a file: --reporter junit:report.xml',
    )
  }
  return places.includes(undefined) ? choices : [{ name: 'pretty', file: undefined }, ...choices]
}
