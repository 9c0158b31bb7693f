// The scripts themselves: commands first, then options after a dash, else files. Nothing of kabuki runs while completing.

/** A subcommand as completion knows it. */
export interface CompletedCommand {
  readonly name: string
  readonly summary: string
  readonly options: readonly { readonly name: string; readonly description: string }[]
}

const EVERYWHERE = ['--help', '--no-color']

const optionNames = ({ options }: CompletedCommand): string =>
  [...new Set([...options.map((o) => o.name), ...EVERYWHERE])].join(' ')

/** For bash 3.2 and later. */
export function bashScript(commands: readonly CompletedCommand[]): string {
  const cases = commands.map((c) => `    ${c.name}) options='${optionNames(c)}' ;;`)
  return `# bash completion of kabuki
_kabuki() {
  local word=\${COMP_WORDS[COMP_CWORD]} options=''
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${commands.map((c) => c.name).join(' ')} help --help --version' -- "$word"))
    return
  fi
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
  esac
  case $word in
    -*) COMPREPLY=($(compgen -W "$options" -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _kabuki kabuki
`
}

/** For zsh. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  const names = commands.map((c) => `    '${c.name}:${quoted(c.summary)}'`)
  const cases = commands.map(
    (c) => `    ${c.name})
      options=(${[...c.options.map((o) => `'${o.name}[${bracketed(o.description)}]'`), `'--help[about this command]'`].join(' ')}) ;;`,
  )
  return `#compdef kabuki
# zsh completion of kabuki
_kabuki() {
  local -a commands options
  commands=(
${names.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  case $words[2] in
${cases.join('\n')}
  esac
  _arguments -s $options '*:file:_files'
}
compdef _kabuki kabuki
`
}

/** For fish. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  const first = commands.map(
    (c) => `complete -c kabuki -f -n __fish_use_subcommand -a ${c.name} -d '${quotedForFish(c.summary)}'`,
  )
  const options = commands.flatMap((c) =>
    c.options.map(
      (o) =>
        `complete -c kabuki -n '__fish_seen_subcommand_from ${c.name}' -l ${o.name.slice(2)} -d '${quotedForFish(o.description)}'`,
    ),
  )
  return `# fish completion of kabuki\n${[...first, ...options].join('\n')}\n`
}

const quoted = (text: string): string => text.replaceAll("'", `'\\''`).replaceAll(':', '\\:')
const bracketed = (text: string): string => text.replaceAll("'", `'\\''`).replaceAll(/[[\]:]/g, '\\$&')
const quotedForFish = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")
