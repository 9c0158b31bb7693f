// Taints wherever a node has them. Upstream: validateNodeTaints in pkg/apis/core/validation/validation.go.
import type { Taint } from '../../../../generated/api/core.v1.ts'
import { type FieldErrors, Raw } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { validateLabelName } from '../../lib/validation/metadata.ts'
import { isValidLabelValue } from '../../lib/validation/names.ts'

/** Taints are reported below metadata: an old slip upstream keeps. */
export const TAINTS = Path.of('metadata', 'taints')
const EFFECTS: readonly string[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

/** Taints: well-formed keys, values and effects, and no key twice with one effect. */
export function validateTaints(taints: readonly Taint[], path: Path, errors: FieldErrors): void {
  const seen = new Set<string>()
  for (const [i, taint] of taints.entries()) {
    const at = path.index(i)
    validateLabelName(taint.key, at.child('key'), errors)
    const value = taint.value ?? ''
    const problems = isValidLabelValue(value)
    if (problems.length) errors.invalid(at.child('value'), value, problems.join(';'))
    if (!taint.effect) errors.required(at.child('effect'))
    else if (!EFFECTS.includes(taint.effect)) errors.notSupported(at.child('effect'), taint.effect, EFFECTS)
    const pair = `${taint.effect}\n${taint.key}`
    if (seen.has(pair)) errors.duplicate(at, showTaint(taint), 'taints must be unique by key and effect pair')
    seen.add(pair)
  }
}

/** A taint as Go prints its internal type. */
const showTaint = ({ key, value, effect, timeAdded }: Taint): Raw =>
  new Raw(JSON.stringify({ Key: key, Value: value ?? '', Effect: effect, TimeAdded: timeAdded ?? null }))
