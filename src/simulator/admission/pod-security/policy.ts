// What a namespace's labels say of the security of its pods. Upstream: staging/src/k8s.io/pod-security-admission/api/helpers.go;
// without a configuration file all is privileged where nothing is said.
import { FieldErrors } from '../../api/status/field-errors.ts'
import { Path } from '../../api/status/path.ts'

/** The levels, loosest first. */
const LEVELS = ['privileged', 'baseline', 'restricted'] as const
type Level = (typeof LEVELS)[number]

/** A level as of a minor version; undefined is the latest. */
export interface LevelVersion {
  readonly level: Level
  readonly minor: number | undefined
}

/** What is refused, what is warned of; audit annotations are nowhere to be seen and not made. */
export interface Policy {
  readonly enforce: LevelVersion
  readonly warn: LevelVersion
}

const PREFIX = 'pod-security.kubernetes.io/'
const LABELS = Path.of('metadata').child('labels')
const VERSION = /^v1\.([0-9]|[1-9][0-9]*)$/
const PRIVILEGED: LevelVersion = { level: 'privileged', minor: undefined }
const DEFAULT: Policy = { enforce: PRIVILEGED, warn: PRIVILEGED }

/** `restricted:latest`, `baseline:v1.24`. */
export const policyText = ({ level, minor }: LevelVersion): string =>
  `${level}:${minor === undefined ? 'latest' : `v1.${minor}`}`

/** Whether a is stricter than b. */
export const isStricter = (a: Level, b: Level): boolean => LEVELS.indexOf(a) > LEVELS.indexOf(b)

type Labels = Readonly<Record<string, string>>

/** The policy of these labels; bad labels are told to `errors`. */
export function policyOf(labels: Labels | undefined, errors: FieldErrors = new FieldErrors()): Policy {
  if (labels === undefined) return DEFAULT
  const enforceLevel = levelOf(labels, 'enforce', errors)
  const enforceMinor = minorOf(labels, 'enforce-version', errors)
  levelOf(labels, 'audit', errors)
  minorOf(labels, 'audit-version', errors)
  const warnLevel = levelOf(labels, 'warn', errors)
  const warnMinor = minorOf(labels, 'warn-version', errors)
  if (Object.keys(labels).every((label) => !label.startsWith(PREFIX))) return DEFAULT
  // What cannot be read is enforced strictly and warned of not at all.
  const enforce = { level: enforceLevel === 'bad' ? 'restricted' : (enforceLevel ?? 'privileged'), minor: enforceMinor }
  if (warnLevel !== undefined)
    return { enforce, warn: { level: warnLevel === 'bad' ? 'privileged' : warnLevel, minor: warnMinor } }
  if (enforceLevel === undefined || enforceLevel === 'bad' || enforceLevel === 'privileged')
    return { enforce, warn: { level: 'privileged', minor: warnMinor } }
  const minor = labels[`${PREFIX}warn-version`] === undefined ? enforceMinor : warnMinor
  return { enforce, warn: { level: enforceLevel, minor } }
}

function levelOf(labels: Labels, name: string, errors: FieldErrors): Level | 'bad' | undefined {
  const label = PREFIX + name
  const value = labels[label]
  if (value === undefined) return undefined
  const level = LEVELS.find((known) => known === value)
  if (level !== undefined) return level
  errors.invalid(LABELS.key(label), value, `must be one of ${LEVELS.join(', ')}`)
  return 'bad'
}

function minorOf(labels: Labels, name: string, errors: FieldErrors): number | undefined {
  const label = PREFIX + name
  const value = labels[label]
  if (value === undefined || value === 'latest') return undefined
  const match = VERSION.exec(value)
  if (match !== null) return Number(match[1])
  errors.invalid(LABELS.key(label), value, 'must be "latest" or "v1.x"')
  return undefined
}
