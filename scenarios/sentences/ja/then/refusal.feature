# language: ja
機能: ならば — 拒否

  背景:
    前提 ノードのないクラスター

  シナリオ: 理由とメッセージ
    もし Pod "web" を削除する
    ならば 拒否される
    かつ NotFound で拒否される
    かつ メッセージ "pods \"web\" not found" の NotFound で拒否される
    かつ "not found" を含むメッセージの NotFound で拒否される
    かつ "^pods" に一致するメッセージの NotFound で拒否される
    かつ NotFound で拒否される:
      """
      pods "web" not found
      """

  シナリオ: 正しくないオブジェクトのすべての原因
    もし 次を作成する:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: No_Name}
      """
    ならば 次の原因の Invalid で拒否される:
      | field         | reason            |
      | metadata.name | FieldValueInvalid |
