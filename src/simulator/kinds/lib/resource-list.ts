// Resource lists keep thousandths at the finest. Upstream: SetDefaults_ResourceList in pkg/apis/core/v1/defaults.go; it runs on
// every resource list of the core group and of what embeds pods.
import { formatQuantity, mustParseQuantity, roundUpQuantity } from '../../../model/quantity.ts'

const MILLI = -3

/** Rounds the amounts of a list up to thousandths, in place. */
export function roundResourceList(list: Record<string, string> | undefined): void {
  for (const name in list) {
    const quantity = mustParseQuantity(list[name]!)
    if (quantity.scale < MILLI) list[name] = formatQuantity(roundUpQuantity(quantity, MILLI))
  }
}
