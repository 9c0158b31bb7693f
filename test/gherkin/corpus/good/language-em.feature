# language: em
📚: emoji
  📕: 🙂 <x>
    😐a <x>
    🎬 b
    😂 c

    📓: e
      | x | 𝒙 |
      | 1 | 2 |
