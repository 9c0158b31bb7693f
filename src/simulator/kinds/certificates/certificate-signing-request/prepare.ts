// What each door of a CertificateSigningRequest keeps and fills in. Upstream: pkg/registry/certificates/certificates/strategy.go.
import type {
  CertificateSigningRequest,
  CertificateSigningRequestCondition as Condition,
} from '../../../../generated/api/certificates.v1.ts'
import type { KindContext } from '../../contract.ts'

/** A new request says who asks, not who claims to. */
export function prepareForCreate(object: CertificateSigningRequest, { user }: KindContext): void {
  const { request, signerName, expirationSeconds, usages } = object.spec
  object.spec = {
    request,
    signerName,
    ...(expirationSeconds === undefined ? {} : { expirationSeconds }),
    ...(usages === undefined ? {} : { usages }),
    ...(user.name ? { username: user.name } : {}),
    ...(user.uid ? { uid: user.uid } : {}),
    ...(user.groups.length > 0 ? { groups: [...user.groups] } : {}),
    ...(user.extra && Object.keys(user.extra).length > 0 ? { extra: copy(user.extra) } : {}),
  }
  object.status = {}
}

const copy = (extra: Readonly<Record<string, readonly string[]>>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(extra).map(([key, values]) => [key, [...values]]))

/** The main door changes metadata only. */
export function prepareMain(object: CertificateSigningRequest, old: CertificateSigningRequest): void {
  object.spec = old.spec
  object.status = old.status
}

/** The status door keeps decisions, where they are as many as before. */
export function prepareStatus(
  object: CertificateSigningRequest,
  old: CertificateSigningRequest,
  { now }: KindContext,
): void {
  object.spec = old.spec
  let conditions = object.status.conditions ?? []
  for (const type of ['Approved', 'Denied']) {
    const before = (old.status.conditions ?? []).filter((condition) => condition.type === type)
    const count = conditions.filter((condition) => condition.type === type).length
    if (count !== before.length) continue
    const kept = before.values()
    conditions = conditions.map((condition) => (condition.type === type ? kept.next().value! : condition))
  }
  if (object.status.conditions !== undefined) object.status.conditions = withTimes(conditions, old, now)
}

/** The approval door changes conditions only. */
export function prepareApproval(
  object: CertificateSigningRequest,
  old: CertificateSigningRequest,
  { now }: KindContext,
): void {
  const { conditions } = object.status
  object.spec = old.spec
  const { conditions: _before, ...rest } = old.status
  object.status = conditions === undefined ? rest : { conditions: withTimes(conditions, old, now), ...rest }
}

/** Times that are missing: now, or since when the condition has this status. */
function withTimes(conditions: readonly Condition[], old: CertificateSigningRequest, now: string): Condition[] {
  return conditions.map((condition) => {
    const { type, status, reason, message, lastUpdateTime, lastTransitionTime } = condition
    const same = old.status.conditions?.find(
      (before) => before.type === type && before.status === status && before.lastTransitionTime,
    )
    return {
      type,
      status,
      ...(reason === undefined ? {} : { reason }),
      ...(message === undefined ? {} : { message }),
      lastUpdateTime: lastUpdateTime || now,
      lastTransitionTime: lastTransitionTime || same?.lastTransitionTime || now,
    }
  })
}
