// Which names a definition gets: those nobody else in its group has. Upstream: apiextensions-apiserver/pkg/controller/status/naming_controller.go.
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionCondition,
  CustomResourceDefinitionNames,
} from '../../generated/api/apiextensions.v1.ts'
import { quote } from '../../model/quote.ts'

/** What naming comes to. */
export interface Naming {
  readonly acceptedNames: CustomResourceDefinitionNames
  readonly namesAccepted: Omit<CustomResourceDefinitionCondition, 'lastTransitionTime'>
}

interface Taken {
  readonly resources: ReadonlySet<string>
  readonly kinds: ReadonlySet<string>
}

function takenBy(others: readonly CustomResourceDefinition[]): Taken {
  const resources = new Set<string>()
  const kinds = new Set<string>()
  for (const { status } of others) {
    const { plural, singular, shortNames = [], kind, listKind } = status.acceptedNames
    for (const name of [plural, singular, ...(shortNames ?? [])]) if (name) resources.add(name)
    for (const name of [kind, listKind]) if (name) kinds.add(name)
  }
  return { resources, kinds }
}

const inUse = (name: string): string => `${quote(name)} is already in use`

/** The names a definition may use; `others` are the definitions of its group. */
export function nameDefinition(
  definition: CustomResourceDefinition,
  others: readonly CustomResourceDefinition[],
): Naming {
  const wanted = definition.spec.names
  const had = definition.status.acceptedNames
  const taken = takenBy(others)
  const problems: { reason: string; message: string }[] = []
  const accept = (
    name: string | undefined,
    before: string | undefined,
    set: ReadonlySet<string>,
    reason: string,
  ): string => {
    if (!name || name === before || !set.has(name)) return name ?? ''
    problems.push({ reason, message: inUse(name) })
    return before ?? ''
  }
  const plural = accept(wanted.plural, had.plural, taken.resources, 'PluralConflict')
  const singular = accept(wanted.singular, had.singular, taken.resources, 'SingularConflict')
  const short = shortNames(wanted, had, taken, problems)
  const kind = accept(wanted.kind, had.kind, taken.kinds, 'KindConflict')
  const listKind = accept(wanted.listKind, had.listKind, taken.kinds, 'ListKindConflict')
  const problem = problems.at(-1)
  return {
    acceptedNames: {
      plural,
      ...(singular ? { singular } : {}),
      ...(short?.length ? { shortNames: short } : {}),
      kind,
      ...(listKind ? { listKind } : {}),
      ...(wanted.categories?.length ? { categories: wanted.categories } : {}),
    },
    namesAccepted:
      problem === undefined
        ? { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' }
        : { type: 'NamesAccepted', status: 'False', ...problem },
  }
}

function shortNames(
  wanted: CustomResourceDefinitionNames,
  had: CustomResourceDefinitionNames,
  taken: Taken,
  problems: { reason: string; message: string }[],
): CustomResourceDefinitionNames['shortNames'] {
  const wrong = (wanted.shortNames ?? []).filter((name) => !had.shortNames?.includes(name) && taken.resources.has(name))
  if (wrong.length === 0) return wanted.shortNames
  const messages = wrong.map(inUse)
  problems.push({
    reason: 'ShortNamesConflict',
    message: messages.length === 1 ? messages[0]! : `[${messages.join(', ')}]`,
  })
  return had.shortNames
}
