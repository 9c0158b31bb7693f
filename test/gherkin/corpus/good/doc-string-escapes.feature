Feature: Escaped fences
  Scenario: s
    Given quotes
      """
      \"\"\" once \"\"\" twice
      \`\`\`
      \"\"
      """
    And backticks
      ```
      \`\`\` once \`\`\` twice
      \"\"\"
      ```
