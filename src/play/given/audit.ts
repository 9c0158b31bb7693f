// What the API server writes into its audit log. Sentences: grammar/*/given/audit.peggy.
import type { SentenceFamily } from '../contract.ts'
import { setAccess } from '../stage.ts'

/** Plays given/audit. */
export const family: SentenceFamily = {
  handlers: {
    'given/audit/policy': (_, play, below) =>
      setAccess(play, 'the audit policy', { auditPolicy: below?.type === 'yaml' ? below.value : {} }),
  },
}
