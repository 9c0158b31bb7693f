// What a label key and a label value may look like, with the reasons as upstream words them.
// Upstream: apimachinery/pkg/api/validate/content/{kube,dns,errors}.go.

const keyRule = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'
const keyText =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character " +
  `(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${keyRule}')`
const valueText =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end " +
  `with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(${keyRule})?')`
const labelRule = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const subdomainRule = `${labelRule}(\\.${labelRule})*`
const subdomainText =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end " +
  `with an alphanumeric character (e.g. 'example.com', regex used for validation is '${subdomainRule}')`

const key = new RegExp(`^${keyRule}$`)
const value = new RegExp(`^(${keyRule})?$`)
const subdomain = new RegExp(`^${subdomainRule}$`)

const tooLong = (text: string, limit: number) => text.length > limit || Buffer.byteLength(text) > limit
const mostBytes = (limit: number) => `must be no more than ${limit} bytes`

/** Why a text is no label key (`[prefix/]name`); empty when it is one. Also upstream's rule for qualified names. */
export function labelKeyProblems(text: string): string[] {
  const parts = text.split('/')
  if (parts.length > 2)
    return [`a valid label key ${keyText} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`]
  const problems: string[] = []
  const name = parts.at(-1) as string
  if (parts.length === 2) {
    const prefix = parts[0] as string
    if (prefix === '') problems.push('prefix part must be non-empty')
    else problems.push(...subdomainProblems(prefix).map((problem) => `prefix part ${problem}`))
  }
  if (name === '') problems.push('name part must be non-empty')
  else if (tooLong(name, 63)) problems.push(`name part ${mostBytes(63)}`)
  if (!key.test(name)) problems.push(`name part ${keyText}`)
  return problems
}

/** Why a text is no label value; empty when it is one. */
export function labelValueProblems(text: string): string[] {
  const problems: string[] = []
  if (tooLong(text, 63)) problems.push(mostBytes(63))
  if (!value.test(text)) problems.push(valueText)
  return problems
}

/** Why a text is no lowercase DNS subdomain; empty when it is one. */
export function subdomainProblems(text: string): string[] {
  const problems: string[] = []
  if (tooLong(text, 253)) problems.push(mostBytes(253))
  if (!subdomain.test(text)) problems.push(subdomainText)
  return problems
}
