# language: ja
機能: ならば — 状態と condition

  背景:
    前提 クラスター
    かつ "../../manifests/pod.yaml" を適用する

  シナリオ: 一語で
    ならば Pod "web" は Running になる
    かつ それは Ready になる
    かつ ラベル "app=web" のすべての Pod は2分以内に Ready になる
    かつ Pod "web" は決して Failed にならない

  シナリオ: Condition
    ならば Pod "web" の condition Ready は True である
    かつ それの condition "PodScheduled" は True である
    かつ それには condition "DisruptionTarget" がない

  シナリオ: あるものの前に、あるものまで
    ならば Pod "web" は Pod "web" が Running になる前にスケジュール済みになる
    もし それを削除する
    ならば Pod "web" は Pod "web" が Terminating になるまで Running である
