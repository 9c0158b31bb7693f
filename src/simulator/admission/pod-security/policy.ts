// What a namespace's labels say of the security of its pods. Upstream: staging/src/k8s.io/pod-security-admission/api/helpers.go.
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

/** What is refused, what is warned of, and what the audit log is told of. */
export interface Policy {
  readonly enforce: LevelVersion
  readonly audit: LevelVersion
  readonly warn: LevelVersion
}

const WRONG_LEVEL = `must be one of ${LEVELS.join(', ')}`
const WRONG_VERSION = 'must be "latest" or "v1.x"'
const PREFIX = 'pod-security.kubernetes.io/'
const LABELS = Path.of('metadata').child('labels')
const VERSION = /^v1\.([0-9]|[1-9][0-9]*)$/
const PRIVILEGED: LevelVersion = { level: 'privileged', minor: undefined }

/** What holds where neither labels nor configuration say anything. */
export const ALL_PRIVILEGED: Policy = { enforce: PRIVILEGED, audit: PRIVILEGED, warn: PRIVILEGED }

/** `restricted:latest`, `baseline:v1.24`. */
export const policyText = ({ level, minor }: LevelVersion): string =>
  `${level}:${minor === undefined ? 'latest' : `v1.${minor}`}`

/** Whether a is stricter than b. */
export const isStricter = (a: Level, b: Level): boolean => LEVELS.indexOf(a) > LEVELS.indexOf(b)

type Labels = Readonly<Record<string, string>>

/** The policy of these labels, on top of what holds without; bad labels are told to `errors`. */
export function policyOf(
  labels: Labels | undefined,
  defaults: Policy = ALL_PRIVILEGED,
  errors: FieldErrors = new FieldErrors(),
): Policy {
  if (labels === undefined || !hasPolicyLabel(labels)) return defaults
  const enforceLevel = levelOf(labels, 'enforce', errors)
  // What cannot be read is enforced strictly, and neither audited nor warned of.
  const enforce = {
    level: enforceLevel === 'bad' ? 'restricted' : (enforceLevel ?? defaults.enforce.level),
    minor: minorOf(labels, 'enforce-version', defaults.enforce.minor, errors),
  }
  const audit = modeOf(labels, 'audit', defaults.audit, errors)
  const warn = modeOf(labels, 'warn', defaults.warn, errors)
  const follows =
    labels[`${PREFIX}warn`] === undefined &&
    enforceLevel !== undefined &&
    enforceLevel !== 'bad' &&
    isStricter(enforceLevel, warn.level)
  if (!follows) return { enforce, audit, warn }
  const minor = labels[`${PREFIX}warn-version`] === undefined ? enforce.minor : warn.minor
  return { enforce, audit, warn: { level: enforceLevel, minor } }
}

function hasPolicyLabel(labels: Labels): boolean {
  for (const label in labels) if (label.startsWith(PREFIX)) return true
  return false
}

function modeOf(labels: Labels, mode: string, defaults: LevelVersion, errors: FieldErrors): LevelVersion {
  const level = levelOf(labels, mode, errors)
  const minor = minorOf(labels, `${mode}-version`, defaults.minor, errors)
  return { level: level === 'bad' ? 'privileged' : (level ?? defaults.level), minor }
}

function levelOf(labels: Labels, name: string, errors: FieldErrors): Level | 'bad' | undefined {
  const label = PREFIX + name
  const value = labels[label]
  if (value === undefined) return undefined
  const level = LEVELS.find((known) => known === value)
  if (level !== undefined) return level
  errors.invalid(LABELS.key(label), value, WRONG_LEVEL)
  return 'bad'
}

function minorOf(labels: Labels, name: string, fallback: number | undefined, errors: FieldErrors): number | undefined {
  const label = PREFIX + name
  const value = labels[label]
  if (value === undefined) return fallback
  if (value === 'latest') return undefined
  const match = VERSION.exec(value)
  if (match !== null) return Number(match[1])
  errors.invalid(LABELS.key(label), value, WRONG_VERSION)
  return undefined
}

/** A level and a version as a configuration has them; what is wrong is told. */
export function configuredMode(
  { level = 'privileged', version = 'latest' }: { readonly level?: string; readonly version?: string },
  path: Path,
  mode: string,
  errors: FieldErrors,
): LevelVersion {
  const known = LEVELS.find((one) => one === (level || 'privileged'))
  if (known === undefined) errors.invalid(path.child(mode), level, WRONG_LEVEL)
  const minor = version === '' || version === 'latest' ? undefined : VERSION.exec(version)?.[1]
  if (minor === undefined && version !== '' && version !== 'latest')
    errors.invalid(path.child(`${mode}-version`), version, WRONG_VERSION)
  return { level: known ?? 'restricted', minor: minor === undefined ? undefined : Number(minor) }
}
