// The feature gates something in the simulator asks for: those whose name stands in its sources as a text, its tables aside.
import fs from 'node:fs'
import path from 'node:path'

const HEAD = '// Made by tools/generate/gates.mjs: the feature gates something in the simulator depends on.\n'

/** Writes them as a set. */
export function generateGates(root, emit) {
  const simulator = path.join(root, 'src/simulator')
  const known = fs.readFileSync(path.join(simulator, 'data/feature-gates.ts'), 'utf8').match(/(?<=^ {2})\w+(?=: \[)/gm)
  const words = new Set(
    fs
      .readdirSync(simulator, { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll(path.sep, '/'))
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('data/'))
      .flatMap((file) => fs.readFileSync(path.join(simulator, file), 'utf8').match(/(?<=')[A-Z]\w+(?=')/g) ?? []),
  )
  const names = known.filter((name) => words.has(name)).map((name) => `  '${name}',\n`)
  emit(
    'simulated-gates.ts',
    `${HEAD}export const simulatedGates: ReadonlySet<string> = new Set([\n${names.join('')}])\n`,
  )
}
