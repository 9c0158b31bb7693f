// Programs that are known by name only: they are taken to have done what they should, and say so.
import type { Program } from '../contract.ts'

/** What is said of a program whose work nobody simulates. */
export const notSimulated = (name: string): string => `${name} is NotSimulated: taken to have done what it should\n`

/** A program that says so and ends well. */
export const unknownProgram: Program = ({ name, err }) => {
  err.write(notSimulated(name))
  return 0
}
