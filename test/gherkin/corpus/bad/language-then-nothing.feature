# language: ja

# end
