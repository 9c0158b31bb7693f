// Names of kinds whose rules have moved to declarative validation: the same subdomains, judged after generation only, with
// lengths in bytes. Upstream: validate.LongName in apimachinery/pkg/api/validate/strfmt.go, ValidateObjectMetaAccessorWithOpts.
import { subdomainProblems } from '../../../../model/label-syntax.ts'
import type { NameRule } from '../../contract.ts'
import { NO_PROBLEMS } from './messages.ts'

/** A DNS subdomain; what a generateName comes to is judged, not the generateName. */
export const nameIsLongName: NameRule = (name, prefix) => (prefix ? NO_PROBLEMS : subdomainProblems(name))
