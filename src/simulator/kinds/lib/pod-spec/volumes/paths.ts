// Paths inside volumes: relative, never leading out.
// Upstream: pkg/apis/core/validation/validation.go (validateLocalDescendingPath, ValidateLocalNonReservedPath and others).
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import { NO_PROBLEMS } from '../../validation/names.ts'

/** Whether some part of the path is `..`. */
export const hasBacksteps = (target: string): boolean => target.includes('..') && target.split('/').includes('..')

/** No part may be `..`. */
export function validatePathNoBacksteps(target: string, path: Path, errors: FieldErrors): void {
  if (hasBacksteps(target)) errors.invalid(path, target, "must not contain '..'")
}

/** Relative, and no part `..`. */
export function validateLocalDescendingPath(target: string, path: Path, errors: FieldErrors): void {
  if (target.startsWith('/')) errors.invalid(path, target, 'must be a relative path')
  validatePathNoBacksteps(target, path, errors)
}

/** What is wrong with a path that must be relative, without `..`, and may not begin with two dots (kubelet's own names). */
export function localPathProblems(target: string): readonly string[] {
  const absolute = target.startsWith('/')
  if (!absolute && !target.includes('..')) return NO_PROBLEMS
  const problems: string[] = []
  if (absolute) problems.push('must be a relative path')
  if (hasBacksteps(target)) problems.push("must not contain '..'")
  if (target.startsWith('..') && !target.startsWith('../')) problems.push("must not start with '..'")
  return problems
}

/** The same, told to `errors`. */
export function validateLocalNonReservedPath(target: string, path: Path, errors: FieldErrors): void {
  errors.invalidAll(path, target, localPathProblems(target))
}

/** Permission bits of files: 0 to 0777. */
export function validateFileMode(mode: number | undefined, path: Path, errors: FieldErrors): void {
  if (mode === undefined || (mode >= 0 && mode <= 0o777)) return
  errors.invalid(path, mode, 'must be a number between 0 and 0777 (octal), both inclusive')
}
