// A feature file's text to its typed tree: outline, pickles, then every step's sentence and what stands below it. All faults
// of the file are gathered; a scenario with a fault stays in the tree so that editors can use the rest.

import { sentenceNeeds } from '../generated/sentences/needs.ts'
import type { Sentence } from '../generated/sentences/tree.ts'
import { readArgument } from './arguments.ts'
import { byPosition, type Diagnostic } from './diagnostic.ts'
import { customKinds } from './manifest-kinds.ts'
import { misreadingOf } from './misreadings.ts'
import { parseOutline } from './outline/parse.ts'
import { compilePickles, type PickleStep } from './outline/pickles.ts'
import type { Comment, Feature, Rule, Scenario, Step } from './outline/tree.ts'
import { SentenceReader, tongueOf } from './sentences.ts'
import type { FeatureTree, ScenarioTree, StepTree } from './tree.ts'
import { type Vocabulary, vocabularyOf } from './vocabulary.ts'
import { readYaml } from './yaml.ts'

const DEFINITION = 'CustomResourceDefinition'

/** How a feature is read. */
export interface ParseOptions {
  /** Its name, for diagnostics. */
  readonly file?: string
  /** The kinds that may be spoken of; the built-in ones and those the feature's own doc strings define unless given. */
  readonly vocabulary?: Vocabulary
}

/** A feature read; with errors among the diagnostics it is not fit to be played. */
export interface ParsedFeature {
  readonly feature: FeatureTree | undefined
  readonly comments: readonly Comment[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads a feature file: its outline, its sentences and what stands below them. */
export function parseFeature(text: string, options: ParseOptions = {}): ParsedFeature {
  const file = options.file ?? '<text>'
  const { feature: outline, comments, diagnostics: outlineFaults } = parseOutline(text, file)
  if (outline === undefined) return { feature: undefined, comments, diagnostics: outlineFaults }
  const reader = new FeatureReader(
    file,
    outline,
    options.vocabulary ?? vocabularyOf(text.includes(DEFINITION) ? kindsInDocStrings(outline) : []),
  )
  const feature = reader.read()
  const diagnostics =
    reader.diagnostics.length === 0 ? outlineFaults : [...outlineFaults, ...reader.diagnostics].sort(byPosition)
  return { feature, comments, diagnostics }
}

/** The custom kinds that a feature's doc strings define. */
export function kindsInDocStrings(feature: Feature): ReturnType<typeof customKinds> {
  const texts = stepsOf(feature).flatMap(({ docString }) =>
    docString?.content.includes(DEFINITION) === true ? [docString.content] : [],
  )
  return texts.flatMap((t) => customKinds(readYaml(t).documents.map((d) => d.value)))
}

function stepsOf(part: Feature | Rule | Scenario): readonly Step[] {
  if (part.type === 'scenario') return part.steps
  return [...(part.background?.steps ?? []), ...part.children.flatMap((child) => stepsOf(child))]
}

class FeatureReader {
  readonly diagnostics: Diagnostic[] = []
  private readonly file: string
  private readonly outline: Feature
  private readonly vocabulary: Vocabulary
  private readonly sentences: SentenceReader
  private readonly told = new Set<string>()

  constructor(file: string, outline: Feature, vocabulary: Vocabulary) {
    this.file = file
    this.outline = outline
    this.vocabulary = vocabulary
    this.sentences = new SentenceReader(tongueOf(outline.language), vocabulary)
  }

  read(): FeatureTree {
    const pickles = compilePickles(this.outline, (fault) => this.diagnostics.push({ ...fault, file: this.file }))
    // Background steps are the same in every pickle, and steps without values in every row: each is read once.
    const own: PickleStep[] = []
    const seen = new Set<PickleStep['source']>()
    for (const { steps } of pickles) {
      for (const step of steps) {
        if (!holdsNoValues(step)) own.push(step)
        else if (!seen.has(step.source)) {
          seen.add(step.source)
          own.push(step)
        }
      }
    }
    const read = this.sentences.readAll(own)
    const trees = new Map<PickleStep | PickleStep['source'], StepTree>()
    own.forEach((step, i) => {
      trees.set(holdsNoValues(step) ? step.source : step, this.readStep(step, read[i]))
    })
    const treeOf = (step: PickleStep): StepTree => trees.get(holdsNoValues(step) ? step.source : step)!
    const scenarios = pickles.map((pickle): ScenarioTree => ({ pickle, steps: pickle.steps.map(treeOf) }))
    return { file: this.file, outline: this.outline, tongue: this.sentences.tongue, scenarios }
  }

  private readStep(source: PickleStep, sentence: Sentence | undefined): StepTree {
    if (sentence === undefined) {
      this.report(misreadingOf(source, this.sentences, this.vocabulary))
      return { source }
    }
    const misplaced = misplacement(source, sentence.sentence)
    if (misplaced !== undefined) this.report(misplaced)
    const needs = sentenceNeeds[sentence.sentence]
    if (needs === undefined && source.docString === undefined && source.dataTable === undefined)
      return { source, sentence }
    const argument = readArgument(source, needs, this.vocabulary, (fault) => this.report(fault))
    return argument === undefined ? { source, sentence } : { source, sentence, argument }
  }

  private report(fault: Omit<Diagnostic, 'file'>): void {
    const key = `${fault.line}:${fault.column}:${fault.message}`
    if (this.told.has(key)) return
    this.told.add(key)
    this.diagnostics.push({ ...fault, file: this.file })
  }
}

function holdsNoValues({ text, docString, dataTable, source }: PickleStep): boolean {
  return text === source.text && docString === source.docString && dataTable === source.dataTable
}

// A stage may be set in a When and a precondition stated in a Given; but a Then only looks, and a When never does.
function misplacement(step: PickleStep, name: string): Omit<Diagnostic, 'file'> | undefined {
  const isThen = name.startsWith('then/')
  const wrong = (step.type === 'Outcome' && !isThen) || (step.type === 'Action' && isThen)
  if (!wrong) return undefined
  const { location, textColumn, text } = step.source
  const message = isThen
    ? 'this sentence looks at the cluster: it belongs after Then'
    : `this sentence acts on the cluster: it belongs after ${name.startsWith('given/') ? 'Given' : 'When'}`
  return {
    code: 'sentence/misplaced',
    severity: 'error',
    message,
    line: location.line,
    column: textColumn,
    endColumn: textColumn + Array.from(text).length,
  }
}
