// Amounts of resources as the API keeps them. Upstream: pkg/apis/core/v1/defaults.go (SetDefaults_ResourceList).
import { formatQuantity, mustParseQuantity, roundUpQuantity } from '../../../../model/quantity.ts'

const MILLI = -3

/** Amounts are rounded up to thousandths. */
export function defaultResourceList(list: Record<string, string> | undefined): void {
  for (const name in list) {
    const quantity = mustParseQuantity(list[name]!)
    if (quantity.scale < MILLI) list[name] = formatQuantity(roundUpQuantity(quantity, MILLI))
  }
}
