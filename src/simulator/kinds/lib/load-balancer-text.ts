// Where a load balancer is reached, as the cells of tables say it.
// Upstream: loadBalancerStatusStringer in pkg/printers/internalversion/printers.go. The server always asks for the wide form.

/** Addresses, or names where there are none, in order and once each. */
export function loadBalancerText(
  ingress: readonly { readonly ip?: string | undefined; readonly hostname?: string | undefined }[] | undefined,
): string {
  const places = (ingress ?? []).map(({ ip, hostname }) => ip || hostname || '').filter((place) => place !== '')
  return [...new Set(places)].sort().join(',')
}
