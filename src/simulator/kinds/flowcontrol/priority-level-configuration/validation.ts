// Whether a priority level limits as it says. Upstream: ValidatePriorityLevelConfiguration and below in
// pkg/apis/flowcontrol/validation/validation.go.
import type {
  ExemptPriorityLevelConfiguration,
  LimitedPriorityLevelConfiguration,
  LimitResponse,
  PriorityLevelConfiguration,
  QueuingConfiguration,
} from '../../../../generated/api/flowcontrol.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { mandatorySpec } from '../../lib/flowcontrol/mandatory.ts'
import { validateStatus } from '../../lib/flowcontrol/status.ts'
import { goForm } from '../../lib/go-form.ts'
import { semanticEqual } from '../../lib/validation/metadata.ts'

const SPEC = Path.of('spec')
const EXEMPT = 'exempt'
const ROUND_TRIP = 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares'
const TYPES = ['Exempt', 'Limited']
const RESPONSES = ['Queue', 'Reject']
const MAX_QUEUES = 10_000_000
const MAX_HASH_BITS = 60
const PERCENT = 'must be between 0 and 100, inclusive'

/** Everything but metadata's own rules. */
export function validate(object: PriorityLevelConfiguration, errors: FieldErrors): void {
  if (object.metadata.annotations?.[ROUND_TRIP] !== undefined) {
    errors.forbidden('metadata.annotations', `annotation '${ROUND_TRIP}' is forbidden`)
  }
  validateSpec(object, errors)
  validateFixed(object, errors)
  validateStatus(object, errors)
}

function validateSpec({ metadata, spec }: PriorityLevelConfiguration, errors: FieldErrors): void {
  const { type, limited, exempt } = spec
  if ((metadata.name === EXEMPT) !== (type === 'Exempt')) {
    errors.invalid(SPEC.child('type'), type, "must be 'Exempt' if and only if `name` is 'exempt'")
  }
  if (type === 'Exempt') {
    if (limited !== undefined) errors.forbidden(SPEC.child('limited'), 'must be nil if the type is not Limited')
    if (exempt !== undefined) validateExempt(exempt, SPEC.child('exempt'), errors)
  } else if (type === 'Limited') {
    if (exempt !== undefined) errors.forbidden(SPEC.child('exempt'), 'must be nil if the type is Limited')
    if (limited === undefined) errors.required(SPEC.child('limited'), 'must not be empty when type is Limited')
    else validateLimited(limited, SPEC.child('limited'), errors)
  } else errors.notSupported(SPEC.child('type'), type, TYPES)
}

/** Two levels are fixed; of the exempt one only its own part may change. */
function validateFixed({ metadata, spec }: PriorityLevelConfiguration, errors: FieldErrors): void {
  const { name } = metadata
  const fixed = mandatorySpec('PriorityLevelConfiguration', name) as PriorityLevelConfiguration['spec'] | undefined
  if (fixed === undefined) return
  const shown = (): object => goForm(spec, 'flowcontrol.v1.PriorityLevelConfigurationSpec')
  if (name !== EXEMPT) {
    if (!semanticEqual(spec, fixed)) errors.invalid(SPEC, shown(), `spec of '${name}' must equal the fixed value`)
  } else if (!semanticEqual({ ...spec, exempt: fixed.exempt }, fixed)) {
    errors.invalid(SPEC, shown(), `spec of '${name}' except the 'spec.exempt' field must equal the fixed value`)
  }
}

function validateShares(shares: number | null | undefined, path: Path, errors: FieldErrors): void {
  if ((shares ?? 0) < 0)
    errors.invalid(path.child('nominalConcurrencyShares'), shares, 'must be a non-negative integer')
}

function validateLendable(percent: number | undefined, path: Path, errors: FieldErrors): void {
  if (percent !== undefined && (percent < 0 || percent > 100)) {
    errors.invalid(path.child('lendablePercent'), percent, PERCENT)
  }
}

function validateExempt(exempt: ExemptPriorityLevelConfiguration, path: Path, errors: FieldErrors): void {
  validateShares(exempt.nominalConcurrencyShares, path, errors)
  validateLendable(exempt.lendablePercent, path, errors)
}

function validateLimited(limited: LimitedPriorityLevelConfiguration, path: Path, errors: FieldErrors): void {
  validateShares(limited.nominalConcurrencyShares, path, errors)
  validateResponse(limited.limitResponse, path.child('limitResponse'), errors)
  validateLendable(limited.lendablePercent, path, errors)
  const borrowing = limited.borrowingLimitPercent
  if (borrowing !== undefined && borrowing < 0) {
    errors.invalid(path.child('borrowingLimitPercent'), borrowing, 'if specified, must be a non-negative integer')
  }
}

function validateResponse({ type, queuing }: LimitResponse, path: Path, errors: FieldErrors): void {
  const at = path.child('queuing')
  if (type === 'Reject') {
    if (queuing !== undefined) errors.forbidden(at, 'must be nil if limited.limitResponse.type is not Limited')
  } else if (type === 'Queue') {
    if (queuing === undefined) errors.required(at, 'must not be empty if limited.limitResponse.type is Limited')
    else validateQueuing(queuing, at, errors)
  } else errors.notSupported(path.child('type'), type, RESPONSES)
}

function validateQueuing(
  { queues, handSize, queueLengthLimit }: QueuingConfiguration,
  path: Path,
  errors: FieldErrors,
): void {
  const positive = 'must be positive'
  if (queueLengthLimit <= 0) errors.invalid(path.child('queueLengthLimit'), queueLengthLimit, positive)
  if (queues <= 0) errors.invalid(path.child('queues'), queues, positive)
  else if (queues > MAX_QUEUES) errors.invalid(path.child('queues'), queues, `must not be greater than ${MAX_QUEUES}`)
  const hand = path.child('handSize')
  if (handSize <= 0) errors.invalid(hand, handSize, positive)
  else if (handSize > queues) errors.invalid(hand, handSize, `should not be greater than queues (${queues})`)
  else if (Math.ceil(Math.log2(queues) * handSize) > MAX_HASH_BITS) {
    const detail = `required entropy bits of deckSize ${queues} and handSize ${handSize} should not be greater than ${MAX_HASH_BITS}`
    errors.invalid(hand, handSize, detail)
  }
}
