// How conflicts of server-side apply are told. Upstream: managedfields/internal/conflict.go.
import { quote } from '../../../model/quote.ts'
import { applyConflict, type StatusCause, type StatusError } from '../status/status-error.ts'
import type { ManagedEntry } from './entries.ts'
import { eachPath } from './field-set.ts'
import type { Conflict } from './ownership.ts'

/** The 409 of an apply that others' fields stand in the way of. */
export function conflictError(conflicts: readonly Conflict[]): StatusError {
  const causes: StatusCause[] = []
  const lines: string[] = []
  for (const { owner, fields } of conflicts) {
    const who = printOwner(owner)
    lines.push(`conflicts with ${who}:`)
    eachPath(fields, (field) => {
      causes.push({ reason: 'FieldManagerConflict', message: `conflict with ${who}`, field })
      lines.push(`- ${field}`)
    })
  }
  const [only] = causes
  if (causes.length === 1 && only !== undefined)
    return applyConflict(causes, `Apply failed with 1 conflict: ${only.message}: ${only.field}`)
  return applyConflict(causes, `Apply failed with ${causes.length} conflicts: ${lines.join('\n')}`)
}

function printOwner({ manager, subresource, operation, apiVersion }: ManagedEntry): string {
  const name = subresource ? `${quote(manager)} with subresource ${quote(subresource)}` : quote(manager)
  return operation === 'Update' ? `${name} using ${apiVersion}` : name
}
