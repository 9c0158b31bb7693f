// Bindings: a role and those who get it. RoleBinding and ClusterRoleBinding differ in which roles they may name.
// Upstream: ValidateRoleBinding and kin in pkg/apis/rbac/validation/validation.go, pkg/apis/rbac/v1/defaults.go.
import type { RoleRef, Subject } from '../../../../generated/api/rbac.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KubeObject } from '../../../api/types.ts'
import { age } from '../age.ts'
import { nameIsDNSSubdomain } from '../validation/names.ts'
import { nameOfRBAC } from './rules.ts'

/** Either binding. */
export interface Binding extends KubeObject {
  subjects?: Subject[] | undefined
  roleRef: RoleRef
}

const GROUP = 'rbac.authorization.k8s.io'
const ROLE_REF = Path.of('roleRef')
const SUBJECTS = Path.of('subjects')
const SUBJECT_KINDS = ['ServiceAccount', 'User', 'Group']

/** API groups where they are left out. */
export function defaultBinding({ roleRef, subjects }: Binding): void {
  roleRef.apiGroup ||= GROUP
  for (const subject of subjects ?? [])
    if (subject.kind === 'User' || subject.kind === 'Group') subject.apiGroup ||= GROUP
}

/** Judges what a binding says besides its metadata; `kinds` are the roles it may name. */
export function validateBinding(
  { roleRef, subjects }: Binding,
  kinds: readonly string[],
  namespaced: boolean,
  errors: FieldErrors,
): void {
  if (roleRef.apiGroup !== GROUP) errors.notSupported(ROLE_REF.child('apiGroup'), roleRef.apiGroup, [GROUP])
  if (!kinds.includes(roleRef.kind)) errors.notSupported(ROLE_REF.child('kind'), roleRef.kind, kinds)
  if (!roleRef.name) errors.required(ROLE_REF.child('name'))
  else errors.invalidAll(ROLE_REF.child('name'), roleRef.name, nameOfRBAC(roleRef.name, false))
  for (const [i, subject] of (subjects ?? []).entries()) validateSubject(subject, namespaced, SUBJECTS.index(i), errors)
}

/** A binding keeps its role for ever; the value is shown with Go's names. */
export function validateSameRole({ roleRef }: Binding, old: Binding, errors: FieldErrors): void {
  const { apiGroup, kind, name } = roleRef
  if (apiGroup === old.roleRef.apiGroup && kind === old.roleRef.kind && name === old.roleRef.name) return
  errors.invalid(ROLE_REF, { APIGroup: apiGroup, Kind: kind, Name: name }, 'cannot change roleRef')
}

function validateSubject(subject: Subject, namespaced: boolean, path: Path, errors: FieldErrors): void {
  const { kind, name, apiGroup = '', namespace = '' } = subject
  if (name === '') errors.required(path.child('name'))
  switch (kind) {
    case 'ServiceAccount':
      if (name !== '') errors.invalidAll(path.child('name'), name, nameIsDNSSubdomain(name, false))
      if (apiGroup !== '') errors.notSupported(path.child('apiGroup'), apiGroup, [''])
      if (!namespaced && namespace === '') errors.required(path.child('namespace'))
      break
    case 'User':
    case 'Group':
      if (apiGroup !== GROUP) errors.notSupported(path.child('apiGroup'), apiGroup, [GROUP])
      break
    default:
      errors.notSupported(path.child('kind'), kind, SUBJECT_KINDS)
  }
}

/** Name, role, age, users, groups, service accounts. */
export function bindingRow({ metadata, roleRef, subjects = [] }: Binding, now: number): readonly unknown[] {
  const named = (kind: string): string =>
    subjects
      .filter((subject) => subject.kind === kind)
      .map((subject) => (kind === 'ServiceAccount' ? `${subject.namespace ?? ''}/${subject.name}` : subject.name))
      .join(', ')
  const role = `${roleRef.kind}/${roleRef.name}`
  return [
    metadata.name,
    role,
    age(metadata.creationTimestamp, now),
    named('User'),
    named('Group'),
    named('ServiceAccount'),
  ]
}
