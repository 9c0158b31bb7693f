# language: tr
Özellik: a word that begins two things
  Mevcut Durum: is a background here
    Mevcut Durum: is a step here
    Mevcut bir adım
  Senaryo: s
    Mevcut Durum: is a step again
    Eğer ki x
