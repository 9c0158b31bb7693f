// Two annotations from before their fields existed that the server still reads: taints, and pods to avoid.
// Upstream: ValidateNodeSpecificAnnotations in pkg/apis/core/validation/validation.go.
import type { Node, Taint } from '../../../../generated/api/core.v1.ts'
import { parseGoJson } from '../../../../model/go-json.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { validateTaints } from './taints.ts'

const ANNOTATIONS = Path.of('metadata', 'annotations')
const TAINTS_KEY = 'scheduler.alpha.kubernetes.io/taints'
const AVOID_KEY = 'scheduler.alpha.kubernetes.io/preferAvoidPods'

/** ValidateNodeSpecificAnnotations. */
export function validateNodeAnnotations(node: Node, errors: FieldErrors): void {
  const { annotations } = node.metadata
  if (annotations?.[TAINTS_KEY]) validateTaintsText(annotations[TAINTS_KEY], errors)
  if (annotations?.[AVOID_KEY]) validateAvoidPods(annotations[AVOID_KEY], errors)
}

function validateTaintsText(text: string, errors: FieldErrors): void {
  const parsed = parseGoJson(text, 'array', '[]core.Taint')
  if ('error' in parsed) errors.invalid(ANNOTATIONS, TAINTS_KEY, parsed.error)
  else validateTaints(((parsed.value ?? []) as Fields[]).map(toTaint), ANNOTATIONS.child(TAINTS_KEY), errors)
}

type Fields = Readonly<Record<string, unknown>>

/** Go matches the names of untagged fields in any case. */
function toTaint(fields: Fields): Taint {
  const lower = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]))
  const text = (name: string): string => (typeof lower[name] === 'string' ? lower[name] : '')
  return { key: text('key'), value: text('value'), effect: text('effect') }
}

function validateAvoidPods(text: string, errors: FieldErrors): void {
  const parsed = parseGoJson(text, 'object', 'v1.AvoidPods')
  if ('error' in parsed) {
    errors.invalid(ANNOTATIONS.child('AvoidPods'), AVOID_KEY, parsed.error)
    return
  }
  const { preferAvoidPods } = (parsed.value ?? {}) as { preferAvoidPods?: readonly AvoidEntry[] }
  for (const [i, entry] of (preferAvoidPods ?? []).entries()) {
    const at = ANNOTATIONS.child(AVOID_KEY).index(i).child('PodSignature')
    const controller = entry.podSignature?.podController
    if (!controller) errors.required(at)
    else if (!controller.controller) {
      errors.invalid(at.child('PodController', 'Controller'), false, 'must point to a controller')
    }
  }
}

interface AvoidEntry {
  readonly podSignature?: { readonly podController?: { readonly controller?: boolean } }
}
